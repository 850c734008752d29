"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Refused


class RewardTextMissing(Invalid):
    """A reward has a code and a name in both languages."""

    code = "reward_text_missing"


class RewardPriceInvalid(Invalid):
    """The price is nothing that could be paid from this wallet."""

    code = "reward_price_invalid"


class RewardTierUnknown(Invalid):
    """The programme has no such tier."""

    code = "reward_tier_unknown"


class RewardDatesInvalid(Invalid):
    """The dates of a reward are not in order."""

    code = "reward_dates_invalid"


class RewardNumberInvalid(Invalid):
    """A number of a reward is out of its range."""

    code = "reward_number_invalid"


class NotOffered(Refused):
    """The reward is not offered to this member now."""

    code = "reward_not_offered"


class NotStarted(Refused):
    """The reward can be had from a later instant on."""

    code = "reward_not_started"


class SoldOut(Refused):
    """There are not as many pieces."""

    code = "sold_out"


class LimitReached(Refused):
    """The member has had as many pieces as one may."""

    code = "reward_limit_reached"


class PriceChanged(Conflict):
    """The price is not the one the member was shown."""

    code = "price_changed"


class QuantityInvalid(Invalid):
    """An order is of one piece or more, and not of too many."""

    code = "quantity_invalid"


class DeliveryMissing(Invalid):
    """The reward is sent, and nothing says where to."""

    code = "delivery_missing"
