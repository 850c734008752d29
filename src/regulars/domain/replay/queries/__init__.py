"""Reading a history for replays."""

from regulars.domain.replay.queries.merges import Merges, merges_in, sales_of
from regulars.domain.replay.queries.opening import History, open_history, part_at

__all__ = ["History", "Merges", "merges_in", "open_history", "part_at", "sales_of"]
