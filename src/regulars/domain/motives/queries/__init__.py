"""Reading motives: tables, what is known of a member, members by what leads, columns for conditions."""

from regulars.domain.motives.queries.columns import column_frame, offered_columns
from regulars.domain.motives.queries.made import MadeMotives, find_made, last_made, list_members, newest_values
from regulars.domain.motives.queries.members import motives_of

__all__ = [
    "MadeMotives",
    "column_frame",
    "find_made",
    "last_made",
    "list_members",
    "motives_of",
    "newest_values",
    "offered_columns",
]
