"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class BenefitMissing(Missing):
    """The programme in force has no such benefit."""

    code = "benefit_not_found"


class BenefitNotHeld(Refused):
    """The member does not have this benefit now."""

    code = "benefit_not_held"


class BenefitUsedUp(Refused):
    """The member has used what they had of it; `next_on` is the first day on which there is more, if that is known."""

    code = "benefit_used_up"


class BenefitNotUsed(Refused):
    """The benefit is of a kind that is not used: it simply holds."""

    code = "benefit_not_used"


class WrongChannel(Refused):
    """The benefit is not used in this channel."""

    code = "benefit_wrong_channel"


class WrongStore(Refused):
    """The benefit is not used in this store."""

    code = "benefit_wrong_store"


class OrderTooSmall(Refused):
    """The order is smaller than the benefit asks for, or nobody said what it comes to."""

    code = "benefit_order_too_small"


class BenefitNeverUsed(Refused):
    """Only who used a benefit can say what they think of it."""

    code = "benefit_never_used"


class ScoreInvalid(Invalid):
    """What a member thinks of a benefit is a whole number in a range."""

    code = "benefit_score_invalid"


class UseConflict(Conflict):
    """Another use was made under this id."""

    code = "benefit_use_conflict"


class UseMissing(Missing):
    """There is no such use of a benefit."""

    code = "benefit_use_not_found"


class UseReturned(Conflict):
    """The use was taken back before."""

    code = "benefit_use_returned"


class UseOfFuture(Invalid):
    """A use is of now or of before."""

    code = "benefit_use_of_future"


class GrantConflict(Conflict):
    """Another grant was made under this id."""

    code = "benefit_grant_conflict"


class GrantMissing(Missing):
    """There is no such grant of a benefit."""

    code = "benefit_grant_not_found"


class GrantOver(Refused):
    """The grant was withdrawn before, or is used up."""

    code = "benefit_grant_over"


class GrantInvalid(Invalid):
    """A grant is of one use or more, and ends later than now."""

    code = "benefit_grant_invalid"


class NotByHand(Refused):
    """The programme does not let this benefit be granted by hand."""

    code = "benefit_not_by_hand"


class ReasonMissing(Invalid):
    """Grants, withdrawals and returns are explained."""

    code = "benefit_reason_missing"


class ChoiceMissing(Missing):
    """The programme in force has no such choice of benefits."""

    code = "benefit_choice_not_found"


class NotInChoice(Invalid):
    """The benefit does not stand in this choice."""

    code = "benefit_not_in_choice"


class PicksTooMany(Refused):
    """The member may take fewer benefits of this choice."""

    code = "benefit_picks_too_many"


class PickFixed(Refused):
    """What was taken cannot be swapped any more: it was used, or the days for it are over."""

    code = "benefit_pick_fixed"


class NotGiftable(Refused):
    """The benefit may not be given to others."""

    code = "benefit_not_giftable"


class GiftToOneself(Invalid):
    """A gift is for somebody else."""

    code = "benefit_gift_to_oneself"
