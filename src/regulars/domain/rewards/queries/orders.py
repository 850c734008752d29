"""Orders: one, those of a member, all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from regulars.domain.members.types import Disclosure
from regulars.domain.offers.types import Words
from regulars.domain.rewards.errors import OrderMissing
from regulars.domain.rewards.models import Order
from regulars.domain.rewards.queries.reading import order_view
from regulars.domain.rewards.types.orders import IN_LEDGER, OrderFilter, OrderState, OrderView
from regulars.platform.paging import Page, PageRequest, page_of

EVERY_ORDER = OrderFilter()


def order(programme_id: int, order_id: str, disclosure: Disclosure = Disclosure.MASKED) -> OrderView:
    """One order with the states it came through; raises OrderMissing."""
    return order_view(order_row(programme_id, order_id), disclosure, with_changes=True)


def order_of(programme_id: int, member_id: int, order_id: str) -> OrderView:
    """An order of a member, with all they said; raises OrderMissing, also for an order of somebody else."""
    row = order_row(programme_id, order_id)
    if row.member_id != member_id:
        raise OrderMissing(order_id=order_id[:100])
    return order_view(row, Disclosure.FULL, with_changes=True)


def orders_of(programme_id: int, member_id: int, request: PageRequest | None = None) -> Page[OrderView]:
    """A member's orders, newest first."""
    request = request or PageRequest()
    return _page(Order.objects.filter(programme_id=programme_id, member_id=member_id), request, Disclosure.FULL)


def names_in_ledger(programme_id: int, names: Iterable[str]) -> dict[str, Words]:
    """What was ordered, by what orders are called in the ledger; others are left out. One statement at most."""
    asked = {name.removeprefix(IN_LEDGER): name for name in names if name.startswith(IN_LEDGER)}
    if not asked:
        return {}
    rows = Order.objects.filter(programme_id=programme_id, order_id__in=sorted(asked))
    found = rows.values_list("order_id", "item__name_zh", "item__name_en")
    return {asked[order_id]: Words(zh, en) for order_id, zh, en in found}


def list_orders(programme_id: int, request: PageRequest, criteria: OrderFilter = EVERY_ORDER) -> Page[OrderView]:
    """Orders that meet all criteria, newest first, without where they go. Two statements at most."""
    rows = Order.objects.filter(programme_id=programme_id)
    if criteria.state is not None:
        rows = rows.filter(state=criteria.state.value)
    if criteria.item:
        rows = rows.filter(item__code=criteria.item)
    if criteria.member_id is not None:
        rows = rows.filter(member_id=criteria.member_id)
    if criteria.text:
        rows = rows.filter(order_id=criteria.text)
    return _page(rows, request, Disclosure.MASKED)


def count_orders(programme_id: int, states: Sequence[OrderState]) -> dict[OrderState, int]:
    """How many orders stand in each of these states."""
    rows = Order.objects.filter(programme_id=programme_id, state__in=[state.value for state in states])
    counted = dict(rows.values_list("state").annotate(count=Count("id")).order_by())
    return {state: counted.get(state.value, 0) for state in states}


def order_row(programme_id: int, order_id: str) -> Order:
    """The row of an order with its item, for this context only; raises OrderMissing."""
    row = Order.objects.select_related("item").filter(programme_id=programme_id, order_id=order_id[:100]).first()
    if row is None:
        raise OrderMissing(order_id=order_id[:100])
    return row


def _page(rows: QuerySet[Order], request: PageRequest, disclosure: Disclosure) -> Page[OrderView]:
    rows = rows.select_related("item").order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(order_view(row, disclosure) for row in page.items), page.next_cursor)
