"""Reading partners: who they are, what was done for them, how months with them stand."""

from regulars.domain.partners.queries.items import item, items, items_of_member, items_of_month
from regulars.domain.partners.queries.partners import (
    list_partners,
    partner,
    partner_of_key,
    quote_exchange,
    rate_on,
    rates,
    rates_on,
    today,
)
from regulars.domain.partners.queries.statements import disputes, statement, statements, uploads

__all__ = [
    "disputes",
    "item",
    "items",
    "items_of_member",
    "items_of_month",
    "list_partners",
    "partner",
    "partner_of_key",
    "quote_exchange",
    "rate_on",
    "rates",
    "rates_on",
    "statement",
    "statements",
    "today",
    "uploads",
]
