"""Refusals of this context. Points in parameters are as people count them."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class TransferToSelf(Invalid):
    """Sender and receiver are the same member."""

    code = "transfer_to_self"


class TransferPointsInvalid(Invalid):
    """A transfer moves more than nothing."""

    code = "transfer_points_invalid"


class TransfersOff(Refused):
    """The programme does not let members give each other points of this wallet."""

    code = "transfers_off"


class TransferTooSmall(Refused):
    """The programme asks for more points in one transfer."""

    code = "transfer_too_small"


class DayLimitReached(Refused):
    """With this transfer the sender would have given more than the programme allows on a day."""

    code = "transfer_day_limit"


class MonthLimitReached(Refused):
    """With this transfer the sender would have given more than the programme allows in a month."""

    code = "transfer_month_limit"


class TransferConflict(Conflict):
    """Another transfer was made under this id."""

    code = "transfer_conflict"


class TransferMissing(Missing):
    """There is no transfer with this id."""

    code = "transfer_missing"


class TransferUndone(Conflict):
    """The transfer was undone before."""

    code = "transfer_undone"


class TransferSpent(Refused):
    """The receiver no longer has all the points that an undone transfer takes back."""

    code = "transfer_spent"
