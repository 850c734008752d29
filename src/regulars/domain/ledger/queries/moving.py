"""What is asked while points move between members: under the locks of all concerned, as of one instant."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from regulars.domain.ledger.models import Account, Journal, Lot, LotUse, MemberState
from regulars.domain.ledger.models.statements import fetch, listing, pairs
from regulars.domain.ledger.queries.reading import valid_until, wallet_names
from regulars.domain.ledger.types.moving import DrawnLot, OpenLot, OrderRefund
from regulars.domain.programmes.queries import live_programme
from regulars.engine.kernel.layout import ProgressCounter
from regulars.engine.outcome import TransactionKind
from regulars.engine.records import order_key
from regulars.platform.clock import now_us

_OPEN = """
    SELECT expires_day, earned_at, member_id, lot_no, remaining FROM ledger_lot
    WHERE programme_id = %s AND member_id {any} AND wallet = %s AND remaining > 0 AND pending_day = 0
"""
_UNRETURNED = """
    SELECT d.member_id, d.spend_seq, SUM(d.points) FROM {numbers} CROSS JOIN ledger_draw d
    WHERE d.programme_id = %s AND d.member_id = named.member_id AND d.spend_seq = named.number AND d.held_until = 0
    GROUP BY d.member_id, d.spend_seq
"""
_TALLIES = """
    SELECT t.member_id, t.key, t.counter, t.value FROM {numbers} CROSS JOIN ledger_tally t
    WHERE t.programme_id = %s AND t.member_id = named.member_id AND t.key = named.number
"""
_SALES = """
    SELECT e.member_id, e.log_seq, e.order_key, e.body FROM {numbers} CROSS JOIN ledger_event e
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.order_key = named.number
      AND e.order_key <> 0 AND e.kind = 'purchase'
    ORDER BY e.member_id, e.occurred_at, e.key
"""
_VOIDS = "SELECT member_id, body FROM ledger_event WHERE programme_id = %s AND member_id {any} AND kind = 'void'"


def next_instant(programme_id: int, member_ids: Iterable[int]) -> int:
    """The first instant, now or later, at which an event of any of the members is in time order."""
    rows = MemberState.objects.filter(programme_id=programme_id, member_id__in=set(member_ids))
    latest: int | None = rows.aggregate(latest=Max("clock"))["latest"]
    return max(now_us(), latest + 1 if latest is not None else 0)


def available_points(programme_id: int, member_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """What each member has available, by wallet; wallets that were never used are left out. One statement."""
    wallets = wallet_names(live_programme(programme_id))
    rows = Account.objects.filter(programme_id=programme_id, member_id__in=set(member_ids))
    held: dict[int, dict[str, int]] = {}
    for member_id, wallet, available in rows.values_list("member_id", "wallet", "available"):
        held.setdefault(member_id, {})[wallets[wallet]] = available
    return held


def open_lots(programme_id: int, member_ids: Iterable[int], wallet: str) -> list[OpenLot]:
    """Lots of all the members that can be drawn: earliest expiry first, then earliest earned, then lowest member."""
    number = live_programme(programme_id).wallet_numbers[wallet]
    return sorted(OpenLot(*row) for row in fetch(_OPEN, [programme_id, listing(sorted(set(member_ids))), number]))


def drawn_lots(programme_id: int, member_id: int, event_seq: int, kind: TransactionKind) -> list[DrawnLot]:
    """What the event's entry of this kind drew, in the order in which it was drawn; what it left as debt is missing."""
    entry = Journal.objects.filter(programme_id=programme_id, member_id=member_id, event_seq=event_seq, kind=kind)
    place = entry.values_list("wallet", "seq").first()
    if place is None:
        return []
    account = {"programme_id": programme_id, "member_id": member_id, "wallet": place[0]}
    uses = dict(LotUse.objects.filter(**account, seq=place[1]).values_list("lot_no", "points"))
    lots = Lot.objects.filter(**account, lot_no__in=uses).order_by("expires_day", "earned_at", "lot_no")
    return [DrawnLot(uses[lot], valid_until(day)) for lot, day in lots.values_list("lot_no", "expires_day")]


def unreturned_points(programme_id: int, spends: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """What has not come back of redemptions on an order, each a member and the number of its event. One statement."""
    rows = fetch(_UNRETURNED, [*pairs(sorted(set(spends))), programme_id])
    return {(member, seq): int(points) for member, seq, points in rows}


def refunded_orders(programme_id: int, orders: Iterable[tuple[int, str]]) -> dict[tuple[int, str], OrderRefund]:
    """How far orders, each of a member, were given back by the refunds applied so far; unknown sales are left out."""
    keys = {(member, order_key(order)): (member, order) for member, order in orders}
    tallies = {
        (member, key, counter): int(value)
        for member, key, counter, value in fetch(_TALLIES, [*pairs(sorted(keys)), programme_id])
    }
    return {
        keys[member, key]: OrderRefund(
            refunded_minor=tallies.get((member, key, ProgressCounter.REFUNDED_AMOUNT), 0),
            total_minor=total,
            whole=tallies.get((member, key, ProgressCounter.REFUNDED_WHOLE), 0) == 1,
        )
        for (member, key), total in _sale_amounts(programme_id, keys).items()
    }


def _sale_amounts(programme_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """What each sale came to, by member and order; of several purchases the earliest that was not taken back counts."""
    totals: dict[tuple[int, int], int] = {}
    sales = fetch(_SALES, [*pairs(sorted(keys)), programme_id])
    members = listing(sorted({row[0] for row in sales}))
    voids = fetch(_VOIDS, [programme_id, members]) if sales else []
    voided = {(member, json.loads(body)["voids"]) for member, body in voids}
    for member, seq, key, body in sales:
        if (member, seq) not in voided:
            totals.setdefault((member, key), _amount(json.loads(body)))
    return totals


def _amount(body: dict[str, Any]) -> int:
    """The worth of a sale as refunds count it: its lines, or its own amount, less the order's discount."""
    lines = body.get("lines", ())
    amount: int = sum(line["amount_minor"] for line in lines) if lines else body.get("amount_minor", 0)
    discount: int = body.get("order_discount_minor", 0)
    return amount - discount
