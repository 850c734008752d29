"""Refusals of this context. Points in parameters are as people count them."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class WriteOffMissing(Missing):
    """There is no such request."""

    code = "write_off_missing"


class WriteOffDecided(Conflict):
    """Somebody decided about the request before."""

    code = "write_off_decided"


class WriteOffWaiting(Conflict):
    """Another request for the same member and wallet waits for a decision."""

    code = "write_off_waiting"


class WriteOffTooLarge(Refused):
    """More is to be written off than is owed."""

    code = "write_off_too_large"


class WriteOffPointsInvalid(Invalid):
    """A write-off is of more than nothing."""

    code = "write_off_points_invalid"


class NothingOwed(Refused):
    """The member owes nothing in the wallet any more."""

    code = "nothing_owed"


class OwnWriteOff(Forbidden):
    """Whoever asked for a write-off does not decide about it."""

    code = "own_write_off"


class RejectionUnexplained(Invalid):
    """A rejection needs a comment."""

    code = "write_off_comment_missing"


class ReasonMissing(Invalid):
    """A request needs a reason."""

    code = "write_off_reason_missing"
