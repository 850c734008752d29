"""Refusals of this context. Points in parameters are as people count them."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class RewardMissing(Missing):
    """There is no such reward in this programme."""

    code = "reward_missing"


class RewardExists(Conflict):
    """Another reward has this code."""

    code = "reward_exists"


class RewardChanged(Conflict):
    """Somebody else changed the reward since it was opened."""

    code = "reward_changed"


class CodesPooled(Refused):
    """The stock of this reward is that of its codes."""

    code = "codes_pooled"


class StockTooLow(Refused):
    """More pieces are reserved or sold than there would be."""

    code = "stock_too_low"


class OrderMissing(Missing):
    """There is no such order in this programme, or it is somebody else's."""

    code = "order_missing"


class OrderConflict(Conflict):
    """Another order was made under this id."""

    code = "order_conflict"


class OrderStateWrong(Refused):
    """The order is in a state in which this cannot be done."""

    code = "order_state_wrong"


class ReservationLapsed(Refused):
    """The time of the reservation is over."""

    code = "reservation_lapsed"


class CancelTooLate(Refused):
    """Members may cancel this order no longer."""

    code = "cancel_too_late"


class RefundTooLate(Refused):
    """The time in which the order may be refunded is over."""

    code = "refund_too_late"


class RefundTooLarge(Refused):
    """More points than are left of the order cannot come back."""

    code = "refund_too_large"


class OrderUnpaid(Refused):
    """The money of the order has not been paid."""

    code = "order_unpaid"


class VoucherUnknown(Missing):
    """No code that was given out reads like this."""

    code = "voucher_unknown"


class VoucherUsed(Refused):
    """The code was used before."""

    code = "voucher_used"


class VoucherVoid(Refused):
    """The code was taken out of use."""

    code = "voucher_void"


class VoucherExpired(Refused):
    """The code was good until an earlier day."""

    code = "voucher_expired"


class VoucherNotUsed(Refused):
    """Only a use can be taken back, and the code was not used."""

    code = "voucher_not_used"


class UseConflict(Conflict):
    """Another code was used under this id."""

    code = "use_conflict"


class TooManyWrongCodes(Refused):
    """So many wrong codes were shown that no more are looked at for a while."""

    code = "too_many_wrong_codes"


class CodesInvalid(Invalid):
    """A file of codes or a number of codes cannot be taken."""

    code = "codes_invalid"


class NothingToWaitFor(Refused):
    """The reward can be had now, or never again; nobody needs to wait."""

    code = "nothing_to_wait_for"
