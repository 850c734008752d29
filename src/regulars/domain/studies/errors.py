"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class StudyMissing(Missing):
    """There is no study with this number."""

    code = "study_missing"


class StudyEmpty(Invalid):
    """A study needs a draft that is compared with the baseline."""

    code = "study_empty"


class StudyCrowded(Invalid):
    """More drafts than are compared at once; `most` says how many are."""

    code = "study_crowded"


class StudyUnnamed(Invalid):
    """A study needs a name."""

    code = "study_unnamed"


class SliceInvalid(Invalid):
    """The days end before they begin, or the share is not between 0.01 and 100 per cent."""

    code = "study_slice_invalid"


class SliceEmpty(Invalid):
    """The history has no event in these days, of the members that were asked for."""

    code = "study_slice_empty"


class StudyUnderWay(Conflict):
    """The study waits for its answer or is being answered."""

    code = "study_under_way"


class StudyEnded(Conflict):
    """The study is not being answered, so there is nothing to cancel; `state` says how it stands."""

    code = "study_ended"


class StudyUnanswered(Conflict):
    """The study has no answer, or one that this version cannot read."""

    code = "study_unanswered"


class StudyNotYours(Forbidden):
    """Only whoever put the question deletes it; `author` is that."""

    code = "study_not_yours"


class StudyAttached(Refused):
    """The study goes with a version that was handed in, and stays as long as that."""

    code = "study_attached"


class DraftUnknown(Missing):
    """The study has no draft in this place."""

    code = "study_draft_unknown"


class DraftDiffers(Conflict):
    """The version says something else than the draft that was replayed; `number` is the version's."""

    code = "study_draft_differs"


class HistoryUnknown(Missing):
    """There is no uploaded history with this number."""

    code = "study_history_unknown"


class HistoryNotReady(Conflict):
    """The history is being built, or could not be built."""

    code = "study_history_not_ready"


class HistoryBuilt(Conflict):
    """The history is built or being built, so what its columns are is settled."""

    code = "study_history_built"


class HistoryInUse(Refused):
    """Studies were made on the history; delete them first. `studies` says how many."""

    code = "study_history_in_use"


class LinkInvalid(Missing):
    """The link is unknown, has run out or was taken back."""

    code = "study_link_invalid"


class LinkDaysInvalid(Invalid):
    """A link holds for a number of days between 1 and `most`."""

    code = "study_link_days_invalid"


class RunsInvalid(Invalid):
    """Members who respond are simulated between 1 and `most` times."""

    code = "study_runs_invalid"


class StudySegmentForeign(Refused):
    """Segments are of the programme's members; a history from a file has members of its own."""

    code = "study_segment_foreign"


class GoalInvalid(Invalid):
    """A search looks for a share of members of 0 to 100 per cent on a tier of the draft, or for an amount."""

    code = "study_goal_invalid"


class GoalWorthless(Refused):
    """No wallet of the draft has a cash value, so points cannot be told in money."""

    code = "study_goal_worthless"


class SweepInvalid(Invalid):
    """A sweep tries at least two values, and at most `most`."""

    code = "study_sweep_invalid"
