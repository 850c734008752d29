"""Reading the mall: what members are offered, orders, vouchers, waiting lists, stock."""

from regulars.domain.rewards.queries.catalogue import (
    catalogue_for,
    has_items,
    item,
    list_items,
    offer_for,
    stock_changes,
    waiting_for,
    waits_of,
)
from regulars.domain.rewards.queries.orders import (
    count_orders,
    list_orders,
    names_in_ledger,
    order,
    order_of,
    orders_of,
)
from regulars.domain.rewards.queries.vouchers import list_vouchers, voucher, vouchers_of, vouchers_of_order

__all__ = [
    "catalogue_for",
    "count_orders",
    "has_items",
    "item",
    "list_items",
    "list_orders",
    "list_vouchers",
    "names_in_ledger",
    "offer_for",
    "order",
    "order_of",
    "orders_of",
    "stock_changes",
    "voucher",
    "vouchers_of",
    "vouchers_of_order",
    "waiting_for",
    "waits_of",
]
