"""Reading the last tables."""

from regulars.domain.cohorts.queries.made import MadeCohorts, find_made, last_made

__all__ = ["MadeCohorts", "find_made", "last_made"]
