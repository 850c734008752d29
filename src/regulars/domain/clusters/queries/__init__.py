"""Reading groups, who is in them, and who resembles whom."""

from regulars.domain.clusters.queries.alike import look_alikes
from regulars.domain.clusters.queries.columns import column_frame, offered_columns
from regulars.domain.clusters.queries.made import find_made, last_made, results_of, standing_of

__all__ = [
    "column_frame",
    "find_made",
    "last_made",
    "look_alikes",
    "offered_columns",
    "results_of",
    "standing_of",
]
