"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class MergeWithSelf(Invalid):
    """The survivor and the merged member are the same."""

    code = "merge_with_self"


class WhyMissing(Invalid):
    """A correction needs a reason."""

    code = "correction_reason_missing"


class MergeUnknown(Missing):
    """There is no merge with this number."""

    code = "merge_unknown"


class MergeUndone(Conflict):
    """The merge was undone before."""

    code = "merge_undone"


class SurvivorMerged(Refused):
    """The survivor was merged into a further member since, and that has to be undone first."""

    code = "survivor_merged"


class EventNotVoidable(Refused):
    """The event is a part of something larger, or is ended in another way; `kind` is the event's."""

    code = "event_not_voidable"


class EventVoided(Conflict):
    """The event was taken back before."""

    code = "event_voided"


class AmendmentEmpty(Invalid):
    """The corrected event would say what the event says."""

    code = "amendment_empty"


class AmendmentInvalid(Invalid):
    """The event has no such figure, or it cannot have this value; `field` says which."""

    code = "amendment_invalid"
