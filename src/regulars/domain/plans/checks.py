"""What proves the context right: periods tile the time of a subscription, and money is counted once."""

from __future__ import annotations

from itertools import pairwise

from django.db.models import Sum

from regulars.domain.plans.models import Payment, Period, Subscription
from regulars.domain.plans.types.subscriptions import PaymentState, PeriodState, Purpose, SubscriptionState


def verify_plans(programme_id: int) -> list[str]:
    """What is wrong with subscriptions and payments, in words; an empty list when nothing is."""
    found = []
    rows = Subscription.objects.filter(programme_id=programme_id).order_by("id")
    for row in rows.iterator():
        periods = list(row.periods.exclude(state=PeriodState.VOID.value).order_by("number"))
        found += [f"subscription {row.pk}: {text}" for text in (*_gaps(row, periods), *_money(row, periods))]
    return found


def _gaps(row: Subscription, periods: list[Period]) -> list[str]:
    """Whether each period begins where the one before ended, from the first day to the last."""
    wrong = [
        f"period {after.number} begins on {after.starts_on}, the one before ends on {before.ends_on}"
        for before, after in pairwise(periods)
        if after.starts_on != before.ends_on
    ]
    if [one.number for one in periods] != list(range(1, len(periods) + 1)):
        wrong.append("periods are not numbered one by one")
    if periods and periods[0].starts_on != row.started_on:
        wrong.append("the first period does not begin with the subscription")
    if periods and row.state == SubscriptionState.ENDED and periods[-1].ends_on != row.ended_on:
        wrong.append("the last period does not end with the subscription")
    return wrong


def _money(row: Subscription, periods: list[Period]) -> list[str]:
    """Whether no period was paid twice without being paid back, and no more came back than was paid."""
    paid = row.payments.filter(state=PaymentState.PAID.value).exclude(purpose=Purpose.REFUND.value)
    wrong = [
        f"more came back of {payment.reference} than was paid"
        for payment in paid
        if payment.amount_minor < _back(payment)
    ]
    for period in periods:
        kept = [one for one in paid if one.period_id == period.pk and one.purpose == Purpose.RENEWAL and not _back(one)]
        if len(kept) > 1:
            wrong.append(f"period {period.number} is paid {len(kept)} times")
    return wrong


def _back(payment: Payment) -> int:
    """What came back of a payment, or is on its way."""
    waiting = (PaymentState.NEW.value, PaymentState.OPEN.value, PaymentState.PAID.value)
    refunds = payment.refunds.filter(state__in=waiting)
    total: int | None = refunds.aggregate(total=Sum("amount_minor"))["total"]
    return total or 0
