"""Paid membership in words: states, periods, purposes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.types.plans import Every, Leaving, PlanState
from regulars.domain.plans.types.subscriptions import EndReason, PaymentState, PeriodState, Purpose, SubscriptionState

Tagged = tuple[Promise, str]
"""What it is called, and the class of its tag."""

PLAN_STATES: dict[PlanState, Tagged] = {
    PlanState.DRAFT: (_("Plan in draft"), ""),
    PlanState.OFFERED: (_("Offered"), "tag-good"),
    PlanState.WITHDRAWN: (_("Withdrawn from sale"), ""),
}
SUBSCRIPTION_STATES: dict[SubscriptionState, Tagged] = {
    SubscriptionState.PENDING: (_("Waits for the first payment"), ""),
    SubscriptionState.TRIAL: (_("On trial"), "tag-good"),
    SubscriptionState.ACTIVE: (_("Paid and running"), "tag-good"),
    SubscriptionState.GRACE: (_("In grace, not paid"), "tag-bad"),
    SubscriptionState.CANCELLED: (_("Ends with the period"), ""),
    SubscriptionState.ENDED: (_("Ended"), ""),
}
PERIOD_STATES: dict[PeriodState, Promise] = {
    PeriodState.FREE: _("Trial period"),
    PeriodState.DUE: _("Not paid yet"),
    PeriodState.PAID: _("Paid"),
    PeriodState.UNPAID: _("Ended unpaid"),
    PeriodState.VOID: _("Never began"),
}
PURPOSES: dict[Purpose, Promise] = {
    Purpose.START: _("First payment"),
    Purpose.RENEWAL: _("Renewal"),
    Purpose.CHANGE: _("Change of plan"),
    Purpose.REFUND: _("Money back"),
}
PAYMENT_STATES: dict[PaymentState, Promise] = {
    PaymentState.NEW: _("To be sent to the payment page"),
    PaymentState.OPEN: _("Waits at the payment page"),
    PaymentState.PAID: _("Paid"),
    PaymentState.FAILED: _("Payment failed"),
    PaymentState.REFUSED: _("Refused by the member"),
    PaymentState.VOID: _("Wanted no longer"),
}
EVERY: dict[Every, Promise] = {
    Every.MONTH: _("a month"),
    Every.QUARTER: _("a quarter"),
    Every.YEAR: _("a year"),
}
LEAVING: dict[Leaving, Promise] = {
    Leaving.PERIOD_END: _("It runs to its end"),
    Leaving.PRO_RATA: _("It ends at once, unused days come back as money"),
}
GIVE_BACK: dict[GivenBack, Promise] = {
    GivenBack.NOTHING: _("No money comes back"),
    GivenBack.UNUSED: _("The unused days of the period"),
    GivenBack.ALL: _("All of the period's price"),
}
END_REASONS: dict[EndReason, Promise] = {
    EndReason.CANCELLED: _("cancelled"),
    EndReason.ENDED_EARLY: _("ended before its time"),
    EndReason.UNPAID: _("not paid"),
    EndReason.NEVER_PAID: _("never paid"),
    EndReason.MEMBER_LEFT: _("the member left"),
}
