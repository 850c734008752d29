"""Ordering: many who ask at once share one transaction, and of a scarce item exactly as many are sold as there are.

Requests of one process gather in a queue, as events do. Each batch locks its members in ascending order, then its
items, hands out the free pieces in the order of asking, draws the points of all who got some through the ledger's
write door, and moves the stock once. So the row of a drop's item is held once for a batch and not once for an order,
and who comes when nothing is left is told so from a plain read, without a lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from regulars.domain.members.queries import check_active
from regulars.domain.offers.errors import SoldOut
from regulars.domain.offers.policy.ordering import check_stock
from regulars.domain.rewards.models import Item, Order
from regulars.domain.rewards.operations.batches import Asked, order_batch
from regulars.domain.rewards.queries.reading import stock_of
from regulars.domain.rewards.types.orders import NewOrder, OrderView
from regulars.platform.again import in_transaction
from regulars.platform.coalesce import Coalescer
from regulars.platform.errors import DomainError


class _Waiting(NamedTuple):
    programme_id: int
    asked: Asked


def reserve(programme_id: int, asked: NewOrder) -> OrderView:
    """Keep pieces and points for an order that `place_reserved` makes final, for as many minutes as the item says.

    The same order again is answered as the first time. Raises OrderConflict, what the item's terms and stock forbid,
    PriceChanged with the price of now, and what the ledger refuses, such as InsufficientPoints.
    """
    return _submit(programme_id, Asked(asked, reserves=True))


def place_order(programme_id: int, asked: NewOrder) -> OrderView:
    """Order and spend the points at once; answers and raises as `reserve`. Codes and gifts are there at once."""
    return _submit(programme_id, Asked(asked, reserves=False))


def refuse_sold_out(programme_id: int, code: str, order_id: str) -> None:
    """Raise SoldOut from what a plain read says, unless this order was made before; who comes too late costs little."""
    row = Item.objects.filter(programme_id=programme_id, code=code[:40], state="listed").first()
    if row is None:
        return
    try:
        check_stock(stock_of(row), 1)
    except SoldOut:
        if not Order.objects.filter(programme_id=programme_id, order_id=order_id).exists():
            raise


def _submit(programme_id: int, asked: Asked) -> OrderView:
    refuse_sold_out(programme_id, asked.order.item, asked.order.order_id)
    check_active(programme_id, [asked.order.member_id])
    return _door.submit(_Waiting(programme_id, asked))


def _order_together(waiting: list[_Waiting]) -> Sequence[OrderView | BaseException]:
    """One batch per programme; when one breaks, each of its orders is tried alone."""
    answers: dict[int, OrderView | BaseException] = {}
    groups: dict[int, list[int]] = {}
    for place, one in enumerate(waiting):
        groups.setdefault(one.programme_id, []).append(place)
    for programme_id, places in groups.items():
        found = _order_or_isolate(programme_id, [waiting[place].asked for place in places])
        answers.update(zip(places, found, strict=True))
    return [answers[place] for place in range(len(waiting))]


def _order_or_isolate(programme_id: int, asked: list[Asked]) -> Sequence[OrderView | BaseException]:
    try:
        return in_transaction(lambda: order_batch(programme_id, asked))
    except DomainError as error:
        return [error] if len(asked) == 1 else _alone(programme_id, asked)
    except Exception as error:  # noqa: BLE001 - whatever broke the batch, the others in it must not suffer
        return [error] if len(asked) == 1 else _alone(programme_id, asked)


def _alone(programme_id: int, asked: list[Asked]) -> list[OrderView | BaseException]:
    return [answer for one in asked for answer in _order_or_isolate(programme_id, [one])]


_door: Coalescer[_Waiting, OrderView] = Coalescer(_order_together, max_items=250)
