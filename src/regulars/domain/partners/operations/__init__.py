"""Writing for partners: adding them, doing things for them, settling months with them."""

from regulars.domain.partners.operations.items import record_item, reverse_item
from regulars.domain.partners.operations.partners import add_partner, add_rate, bind_key, set_active, set_caps
from regulars.domain.partners.operations.statements import (
    agree_statement,
    compare_books,
    decide_dispute,
    issue_statement,
)

__all__ = [
    "add_partner",
    "add_rate",
    "agree_statement",
    "bind_key",
    "compare_books",
    "decide_dispute",
    "issue_statement",
    "record_item",
    "reverse_item",
    "set_active",
    "set_caps",
]
