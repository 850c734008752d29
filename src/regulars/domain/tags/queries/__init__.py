"""Reading tags: the library, days that were computed, a member's tags, members of a tag."""

from regulars.domain.tags.queries.catalogue import (
    BY_HAND,
    RULES,
    Catalogue,
    Holder,
    catalogue,
    column_frame,
    figures_over_time,
    frame_of_tag,
    members_of_tag,
    offered_columns,
    tags_of_member,
)
from regulars.domain.tags.queries.days import days_in, folder_of_tags, newest_day, read_day, values_on
from regulars.domain.tags.queries.libraries import library, library_of
from regulars.domain.tags.queries.made import (
    list_manual,
    list_out_of_use,
    list_rules,
    members_with,
    newest_batches,
    today_of,
)
from regulars.domain.tags.queries.puttings import puttings_of
from regulars.domain.tags.queries.uses import register_uses, uses_of_tag

__all__ = [
    "BY_HAND",
    "RULES",
    "Catalogue",
    "Holder",
    "catalogue",
    "column_frame",
    "days_in",
    "figures_over_time",
    "folder_of_tags",
    "frame_of_tag",
    "library",
    "library_of",
    "list_manual",
    "list_out_of_use",
    "list_rules",
    "members_of_tag",
    "members_with",
    "newest_batches",
    "newest_day",
    "offered_columns",
    "puttings_of",
    "read_day",
    "register_uses",
    "tags_of_member",
    "today_of",
    "uses_of_tag",
    "values_on",
]
