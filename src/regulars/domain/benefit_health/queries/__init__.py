"""Reading the last report, and what a history tells of a quarter."""

from regulars.domain.benefit_health.queries.counting import counted_in
from regulars.domain.benefit_health.queries.made import last_health

__all__ = ["counted_in", "last_health"]
