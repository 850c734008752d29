"""What proves the mall right: stock against orders and codes, points of orders against the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from regulars.domain.ledger.queries.lookups import entries_of_events, events_by_key
from regulars.domain.offers.types import CodeSource, ItemKind
from regulars.domain.rewards.models import Item, Order, Voucher
from regulars.domain.rewards.operations.verbs import SOURCE
from regulars.platform.databases import parts

_AT_ONCE = 500
_VERBS = ("redeem:{}", "hold:{}", "capture:{}", "release:{}", "return:{}:0")


class Divergence(NamedTuple):
    """Something that should be equal and is not."""

    what: str
    subject: str
    expected: int
    found: int


def verify_rewards(programme_id: int) -> list[Divergence]:
    """All that diverges; empty when stock is what orders and codes say, and orders are what the ledger says."""
    return [*_stock(programme_id), *_points(programme_id)]


def _stock(programme_id: int) -> Iterator[Divergence]:
    for item in Item.objects.filter(programme_id=programme_id).order_by("id"):
        orders = Order.objects.filter(item=item)
        sold = Q(state__in=("placed", "fulfilled", "delivered")) | Q(state="refunded", restocked=False)
        counted = {
            "reserved": (_pieces(orders.filter(state="reserved")), item.reserved),
            "sold": (_pieces(orders.filter(sold)), item.sold),
        }
        if item.total is not None:
            counted["total"] = (item.moves.aggregate(pieces=Sum("change"))["pieces"] or 0, item.total)
        if item.kind == ItemKind.VOUCHER and item.codes == CodeSource.POOL and item.total is not None:
            waiting = Voucher.objects.filter(item=item, counted=True, state="new").count()
            counted["codes"] = (waiting, item.total - item.sold)
        for what, (expected, found) in counted.items():
            if expected != found:
                yield Divergence(what, item.code, expected, found)


def _pieces(orders: QuerySet[Order]) -> int:
    return orders.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def _points(programme_id: int) -> Iterator[Divergence]:
    """Orders whose points in the ledger are others; what time released of a reservation is the ledger's own proof."""
    rows = Order.objects.filter(programme_id=programme_id).exclude(state="lapsed").order_by("id")
    for part in parts(list(rows), _AT_ONCE):
        moved = _moved(programme_id, part)
        for row in part:
            spent = row.points - row.returned_points if row.placed_at or row.state == "reserved" else 0
            if moved[row.order_id] != -spent:
                yield Divergence("points", row.order_id, -spent, moved[row.order_id])


def _moved(programme_id: int, rows: Sequence[Order]) -> dict[str, int]:
    """By how much the events of each order changed what is available."""
    names = {(SOURCE, verb.format(row.order_id)): row.order_id for row in rows for verb in _VERBS}
    found = events_by_key(programme_id, names)
    places = {(event.member_id, event.seq): names[key] for key, event in found.items()}
    moved = dict.fromkeys(names.values(), 0)
    for (member_id, seq, _, _), points in entries_of_events(programme_id, places).items():
        moved[places[member_id, seq]] += points
    return moved
