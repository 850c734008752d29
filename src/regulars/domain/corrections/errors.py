"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


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


class CorrectionMissing(Missing):
    """There is no corrected rule with this number."""

    code = "correction_missing"


class CorrectionOpen(Conflict):
    """Another corrected rule is being looked at or posted; one at a time, for each changes what the next shows."""

    code = "correction_open"


class CorrectionNotReady(Conflict):
    """There is no preview yet, or a job is still at work."""

    code = "correction_not_ready"


class CorrectionDecided(Conflict):
    """Somebody decided about it before; `state` is what became of it."""

    code = "correction_decided"


class CorrectionStale(Conflict):
    """Versions were published or cancelled since the preview was made."""

    code = "correction_stale"


class OwnCorrection(Forbidden):
    """Whoever proposed a correction does not approve it."""

    code = "own_correction"


class RejectionUnexplained(Invalid):
    """A rejection needs a comment."""

    code = "correction_comment_missing"
