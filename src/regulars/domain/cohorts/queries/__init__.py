"""Reading the last tables, and members' stages of life."""

from regulars.domain.cohorts.queries.columns import column_frame, offered_columns
from regulars.domain.cohorts.queries.made import find_made, last_made, life_of

__all__ = ["column_frame", "find_made", "last_made", "life_of", "offered_columns"]
