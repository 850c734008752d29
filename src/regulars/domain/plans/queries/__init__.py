"""Reading plans, subscriptions and payments."""

from regulars.domain.plans.queries.paying import is_payable, payment
from regulars.domain.plans.queries.plans import list_plans, plan, plans_for
from regulars.domain.plans.queries.subscriptions import (
    count_subscriptions,
    list_subscriptions,
    quote_change,
    quote_leaving,
    subscription,
    subscription_of,
    subscriptions_of,
)

__all__ = [
    "count_subscriptions",
    "is_payable",
    "list_plans",
    "list_subscriptions",
    "payment",
    "plan",
    "plans_for",
    "quote_change",
    "quote_leaving",
    "subscription",
    "subscription_of",
    "subscriptions_of",
]
