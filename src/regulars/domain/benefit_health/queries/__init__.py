"""Reading the last report, what a history tells of a quarter, and competitors' benefits."""

from regulars.domain.benefit_health.queries.counting import counted_in
from regulars.domain.benefit_health.queries.made import last_health
from regulars.domain.benefit_health.queries.offers import list_offers

__all__ = ["counted_in", "last_health", "list_offers"]
