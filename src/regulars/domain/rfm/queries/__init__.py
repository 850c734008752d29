"""Reading grids, tables of classes, and what is known of a member."""

from regulars.domain.rfm.queries.columns import column_frame, offered_columns
from regulars.domain.rfm.queries.grids import current_grid, list_grids
from regulars.domain.rfm.queries.made import MadeRfm, find_made, last_made, list_members, newest_values, results_of
from regulars.domain.rfm.queries.members import value_of

__all__ = [
    "MadeRfm",
    "column_frame",
    "current_grid",
    "find_made",
    "last_made",
    "list_grids",
    "list_members",
    "newest_values",
    "offered_columns",
    "results_of",
    "value_of",
]
