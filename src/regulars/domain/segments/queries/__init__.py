"""Reading segments: what expressions may say, who is in a segment and was, and how segments meet."""

from regulars.domain.segments.queries.listing import (
    find_segment,
    known_kind,
    list_segments,
    list_versions,
    readings,
)
from regulars.domain.segments.queries.membership import (
    MOST_COMPARED,
    compare_segments,
    days_of,
    members_at,
    members_of,
    members_page,
    moves_of,
    moves_of_member,
    overlaps_of,
    segments_of,
)
from regulars.domain.segments.queries.uses import segments_naming, uses_of_segment
from regulars.domain.segments.queries.words import offered_columns, vocabulary

__all__ = [
    "MOST_COMPARED",
    "compare_segments",
    "days_of",
    "find_segment",
    "known_kind",
    "list_segments",
    "list_versions",
    "members_at",
    "members_of",
    "members_page",
    "moves_of",
    "moves_of_member",
    "offered_columns",
    "overlaps_of",
    "readings",
    "segments_naming",
    "segments_of",
    "uses_of_segment",
    "vocabulary",
]
