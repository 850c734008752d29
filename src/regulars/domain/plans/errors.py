"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class PlanMissing(Missing):
    """There is no such plan in this programme."""

    code = "plan_missing"


class PlanExists(Conflict):
    """Another plan has this code."""

    code = "plan_exists"


class PlanChanged(Conflict):
    """Somebody else changed the plan since it was opened."""

    code = "plan_changed"


class PlanTextMissing(Invalid):
    """A plan has a code and a name in both languages."""

    code = "plan_text_missing"


class PlanNumberInvalid(Invalid):
    """A number of a plan is out of its range."""

    code = "plan_number_invalid"


class PlanGivesNothing(Invalid):
    """A plan gives a tier, or benefits, or both."""

    code = "plan_gives_nothing"


class PlanTierUnknown(Invalid):
    """The programme has no such tier that one could rise to."""

    code = "plan_tier_unknown"


class PlanBenefitUnknown(Invalid):
    """The programme has no such benefit."""

    code = "plan_benefit_unknown"


class PlanNotOffered(Refused):
    """The plan can be subscribed to no longer, or not yet."""

    code = "plan_not_offered"


class PlanInUse(Refused):
    """Terms of a plan stay as they are while somebody has it."""

    code = "plan_in_use"


class SubscriptionMissing(Missing):
    """The member has no subscription that runs, or there is none of this number."""

    code = "subscription_missing"


class SubscriptionExists(Conflict):
    """The member has a subscription that runs."""

    code = "subscription_exists"


class SubscriptionStateWrong(Refused):
    """The subscription is in a state in which this cannot be done."""

    code = "subscription_state_wrong"


class SamePlan(Refused):
    """The member has this plan already."""

    code = "plan_is_the_same"


class EndsWithPeriod(Refused):
    """The plan ends with a period that was paid for, and not earlier."""

    code = "plan_ends_with_period"


class PlanReasonMissing(Invalid):
    """What staff do to a subscription is explained."""

    code = "plan_reason_missing"


class PaymentUnavailable(Refused):
    """No payment page is set up, or it does not answer; nothing was taken."""

    code = "payment_unavailable"


class PaymentMissing(Missing):
    """There is no payment with this reference."""

    code = "payment_missing"


class PaymentAmountDiffers(Conflict):
    """The payment page took another amount than it was asked for."""

    code = "payment_amount_differs"


class PaymentStateWrong(Refused):
    """The payment is in a state in which this cannot be done."""

    code = "payment_state_wrong"


class RefundAmountInvalid(Invalid):
    """More cannot be paid back than was paid and has not come back yet."""

    code = "plan_refund_too_large"


class NoticeConflict(Conflict):
    """Another notice came under this id."""

    code = "payment_notice_conflict"


class NoticeInvalid(Invalid):
    """The notice does not have the shape of one."""

    code = "payment_notice_invalid"


class NoticeForged(Forbidden):
    """The notice is not signed by the payment page, or was signed too long ago."""

    code = "payment_notice_forged"


class CardDataRefused(Invalid):
    """The notice holds what reads like the number of a card, which must never come here."""

    code = "card_data_refused"
