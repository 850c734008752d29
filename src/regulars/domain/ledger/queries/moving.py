"""What is asked while points move between members: under the locks of all concerned, as of one instant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db.models import Max

from regulars.domain.ledger.models import Account, Event, Journal, Lot, LotUse, MemberState
from regulars.domain.ledger.models.loading import read_states
from regulars.domain.ledger.queries.reading import valid_until, wallet_names
from regulars.domain.ledger.types.moving import DrawnLot, OpenLot, OrderRefund
from regulars.domain.programmes.queries import live_programme
from regulars.engine.kernel.layout import ProgressCounter
from regulars.engine.outcome import TransactionKind
from regulars.engine.records import order_key
from regulars.platform.clock import now_us


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
    rows = Lot.objects.filter(
        programme_id=programme_id, member_id__in=set(member_ids), wallet=number, remaining__gt=0
    ).values_list("expires_day", "earned_at", "member_id", "lot_no", "remaining")
    return sorted(OpenLot(*row) for row in rows)


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


def refunded_orders(programme_id: int, orders: Sequence[tuple[int, str]]) -> dict[tuple[int, str], OrderRefund]:
    """How far orders, each of a member, were given back by the refunds applied so far; unknown sales are left out."""
    sales = _sale_amounts(programme_id, orders)
    states = read_states(live_programme(programme_id), sorted({member for member, _ in sales})) if sales else None
    if states is None:
        return {}
    rows = {member: row for row, member in enumerate(states.members.tolist())}
    found = {}
    for (member, order), total in sales.items():
        row = rows[member]
        progress = states.progress[states.progress_offsets[row] : states.progress_offsets[row + 1]].tolist()
        counted = {counter: value for counter, key, value in progress if key == order_key(order)}
        found[member, order] = OrderRefund(
            refunded_minor=counted.get(ProgressCounter.REFUNDED_AMOUNT, 0),
            total_minor=total,
            whole=counted.get(ProgressCounter.REFUNDED_WHOLE, 0) == 1,
        )
    return found


def _sale_amounts(programme_id: int, orders: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """What each order came to; of several purchases with its number the earliest counts."""
    keys = {(member, order_key(order)): (member, order) for member, order in orders}
    rows = Event.objects.filter(
        programme_id=programme_id,
        member_id__in={member for member, _ in keys},
        order_key__in={key for _, key in keys},
        kind="purchase",
    ).order_by("occurred_at", "key")
    totals: dict[tuple[int, str], int] = {}
    for member, key, body in rows.values_list("member_id", "order_key", "body"):
        if (member, key) in keys:
            totals.setdefault(keys[member, key], _amount(json.loads(body)))
    return totals


def _amount(body: dict[str, object]) -> int:
    """The worth of a sale as refunds count it: its lines, or its own amount, less the order's discount."""
    lines = body.get("lines")
    amount = body.get("amount_minor", 0)
    if isinstance(lines, list) and lines:
        amount = sum(line["amount_minor"] for line in lines)
    discount = body.get("order_discount_minor", 0)
    return (amount if isinstance(amount, int) else 0) - (discount if isinstance(discount, int) else 0)
