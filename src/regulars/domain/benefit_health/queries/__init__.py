"""Reading the reports that are kept, what a history tells of a quarter, and competitors' benefits."""

from regulars.domain.benefit_health.queries.counting import counted_in
from regulars.domain.benefit_health.queries.made import (
    find_health,
    health_before,
    opened_changes,
    quarters_offered,
    quarters_read,
)
from regulars.domain.benefit_health.queries.offers import list_offers

__all__ = [
    "counted_in",
    "find_health",
    "health_before",
    "list_offers",
    "opened_changes",
    "quarters_offered",
    "quarters_read",
]
