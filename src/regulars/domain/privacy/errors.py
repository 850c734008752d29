"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class RequestUnknown(Missing):
    """There is no such request for a copy or for erasure."""

    code = "privacy_request_missing"


class RequestOpen(Conflict):
    """The same was asked for this member before and is not done with."""

    code = "privacy_request_open"


class RequestSettled(Conflict):
    """The request is past the point at which this could be done to it."""

    code = "privacy_request_settled"


class SecondLookMissing(Refused):
    """Who asked for an erasure cannot be the one who approves it."""

    code = "privacy_second_look"


class ErasureBlocked(Refused):
    """Something has to end before the member can be erased: `reasons` says what."""

    code = "erasure_blocked"


class ErasureReasonMissing(Invalid):
    """Staff ask for an erasure with a reason."""

    code = "erasure_reason_missing"


class CopyGone(Missing):
    """The file of a copy is not there yet, or no more."""

    code = "privacy_copy_gone"
