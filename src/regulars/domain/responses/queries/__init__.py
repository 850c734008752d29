"""Reading what responses need of a history and of past programme versions."""

from regulars.domain.responses.queries.changes import Change, Past, past_of
from regulars.domain.responses.queries.sales import sales_by_month

__all__ = ["Change", "Past", "past_of", "sales_by_month"]
