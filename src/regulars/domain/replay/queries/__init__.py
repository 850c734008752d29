"""Reading what a replay needs of a history."""

from regulars.domain.replay.queries.merges import Merges, merges_in, sales_of

__all__ = ["Merges", "merges_in", "sales_of"]
