"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class ParkedMissing(Missing):
    """No event of this number waits for a person, or ever did."""

    code = "parked_event_missing"


class ParkedSettled(Conflict):
    """It was decided about already."""

    code = "parked_event_settled"


class ParkedUnclear(Conflict):
    """The identifiers of the event still name nobody, or several members."""

    code = "parked_event_unclear"


class ParkedElsewhere(Invalid):
    """The member is none of those that the identifiers of the event name."""

    code = "parked_event_elsewhere"


class ParkedReasonMissing(Invalid):
    """An event is dropped with a reason."""

    code = "parked_event_reason_missing"
