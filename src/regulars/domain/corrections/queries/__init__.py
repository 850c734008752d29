"""Reading corrections."""

from regulars.domain.corrections.queries.merging import list_merges, merge, merges_of_member

__all__ = ["list_merges", "merge", "merges_of_member"]
