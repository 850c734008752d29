"""Reading corrections."""

from regulars.domain.corrections.queries.events import event_story
from regulars.domain.corrections.queries.merging import list_merges, merge, merges_of_member

__all__ = ["event_story", "list_merges", "merge", "merges_of_member"]
