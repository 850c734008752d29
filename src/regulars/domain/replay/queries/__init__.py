"""Reading a history for replays.

What was in force is asked of the database, in `courses`, which is not named here: machines that only replay have none.
"""

from regulars.domain.replay.queries.merges import BEHIND_MERGES, Merges, merges_among, merges_in, sales_of
from regulars.domain.replay.queries.opening import History, open_history, part_at

__all__ = [
    "BEHIND_MERGES",
    "History",
    "Merges",
    "merges_among",
    "merges_in",
    "open_history",
    "part_at",
    "sales_of",
]
