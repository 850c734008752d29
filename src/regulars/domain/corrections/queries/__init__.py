"""Reading corrections."""

from regulars.domain.corrections.queries.events import event_story
from regulars.domain.corrections.queries.merging import list_merges, merge, merges_of_member
from regulars.domain.corrections.queries.rules import (
    correction,
    correction_job,
    count_concerned,
    iterate_lines,
    lines_of,
    list_corrections,
    list_lines,
)

__all__ = [
    "correction",
    "correction_job",
    "count_concerned",
    "event_story",
    "iterate_lines",
    "lines_of",
    "list_corrections",
    "list_lines",
    "list_merges",
    "merge",
    "merges_of_member",
]
