"""Reading the last tables."""

from regulars.domain.cohorts.queries.made import find_made, last_made

__all__ = ["find_made", "last_made"]
