"""Refusals of this context."""

from regulars.platform.errors import Conflict, Invalid, Missing


class SegmentMissing(Missing):
    """There is no segment of that name."""

    code = "segment_missing"


class SegmentNameTaken(Conflict):
    """Another segment has that name."""

    code = "segment_name_taken"


class SegmentNameWrong(Invalid):
    """A name of a segment is made of small letters, digits and underscores."""

    code = "segment_name_wrong"


class SegmentExpressionWrong(Invalid):
    """The expression cannot be used; `findings` says everything that is wrong with it."""

    code = "segment_expression_wrong"


class SegmentCircle(Conflict):
    """The segments would be made of each other in a circle."""

    code = "segment_circle"


class SegmentInUse(Conflict):
    """Other segments, the programme or a draft of it name it, so it cannot be archived."""

    code = "segment_in_use"


class SegmentPutAway(Conflict):
    """It is archived, so it cannot be edited."""

    code = "segment_put_away"


class SegmentKindFixed(Conflict):
    """A live segment stays live, and a static one static."""

    code = "segment_kind_fixed"


class SegmentListWrong(Invalid):
    """The list names no member that is known, or too many."""

    code = "segment_list_wrong"


class SegmentNothingToUndo(Conflict):
    """There is no version before the first."""

    code = "segment_nothing_to_undo"


class SegmentTooEarly(Invalid):
    """Members are known from when the segment was first worked out."""

    code = "segment_too_early"


class SegmentColumnsMissing(Conflict):
    """A column that the expression names was not computed yet."""

    code = "segment_columns_missing"
