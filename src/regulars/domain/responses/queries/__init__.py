"""Reading what responses need of a history and of past programme versions."""

from regulars.domain.responses.queries.sales import sales_by_month

__all__ = ["sales_by_month"]
