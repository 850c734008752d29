"""Reading a history for replays."""

from regulars.domain.replay.queries.courses import as_it_was, course_of
from regulars.domain.replay.queries.merges import BEHIND_MERGES, Merges, merges_among, merges_in, sales_of
from regulars.domain.replay.queries.opening import History, open_history, part_at

__all__ = [
    "BEHIND_MERGES",
    "History",
    "Merges",
    "as_it_was",
    "course_of",
    "merges_among",
    "merges_in",
    "open_history",
    "part_at",
    "sales_of",
]
