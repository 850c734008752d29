"""Histories of shoppers as files, for insight: purchases and activities by day, without a live system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.tables import EVENTS, LINES, Schema
from regulars.domain.history.types import Manifest, Origin, Table
from regulars.engine.time import zone_table

ZONE = "Asia/Shanghai"
FIRST = 20_454
"""1 January 2026 as a local day."""


@dataclass(frozen=True)
class Bought:
    """A purchase: who, on which day after FIRST, for how many minor units, of which department, how."""

    member: int
    day: int
    amount: int = 1_000
    department: str | None = "food"
    channel: str | None = "store"
    discount: int = 0
    order: int = 0


@dataclass(frozen=True)
class Did:
    """Anything else: an activity by name, or a refund of a whole order."""

    member: int
    day: int
    event: str
    order: int = 0
    attributes: str | None = None


def instant(day: int, hour: int = 12) -> int:
    """Some time on a day after FIRST."""
    return int(zone_table(ZONE).midnights[FIRST + day]) + hour * 3_600_000_000


def end_of(day: int) -> int:
    """The last instant of a day."""
    return instant(day + 1, 0) - 1


def history_of(folder: Path, happened: list[Bought | Did]) -> Path:
    """A history of what happened, in an empty folder."""
    events, lines, seqs = [], [], dict[int, int]()
    for number, one in enumerate(happened, start=1):
        seqs[one.member] = seqs.get(one.member, 0) + 1
        base = {"member": one.member, "seq": seqs[one.member], "occurred_at": instant(one.day) + number}
        events.append(base | {"key": number, "version": 1, "accepted_at": base["occurred_at"]} | _told(one))
        if isinstance(one, Bought):
            line = {"number": 0, "line_id": "1", "sku": "s", "category": one.department, "quantity": 1}
            lines.append(base | line | {"department": one.department, "amount": one.amount, "discount": one.discount})
    with writing(folder):
        store = Store(folder, Manifest(Origin.FILE, "club", 0, 1, 0, complete=True))
        store.add({Table.EVENTS: _frame(events, EVENTS), Table.LINES: _frame(lines, LINES)})
    return folder


def crowd(members: int = 400, days: int = 300, seed: int = 1) -> list[Bought | Did]:
    """Members of three kinds: some buy often and much, some seldom and little, some stop half-way."""
    random, told = Random(seed), list[Bought | Did]()
    for member in range(1, members + 1):
        kind = member % 3
        gap, amount = ((4, 9_000), (20, 2_000), (8, 4_000))[kind]
        day, last = random.randrange(gap), days if kind < 2 else days // 2
        while day < last:
            price = max(int(random.gauss(amount, amount / 5)), 100)
            department = random.choice(("food", "drinks", "home")) if kind == 0 else "food"
            told.append(Bought(member, day, price, department, discount=random.choice((0, 0, 100))))
            if kind == 0 and random.random() < 0.1:
                told.append(Did(member, day, "coupon_redeemed"))
            day += 1 + random.randrange(2 * gap)
    return told


def _told(one: Bought | Did) -> dict[str, object]:
    if isinstance(one, Bought):
        own = {"kind": "purchase", "event": "purchase", "amount": one.amount, "channel": one.channel}
        return own | {"discount": 0, "order_key": one.order}
    if one.event == "refund":
        return {"kind": "refund", "event": "refund", "refund": "full", "order_key": one.order}
    return {"kind": "activity", "event": one.event, "attributes": one.attributes}


def _frame(rows: list[dict[str, object]], schema: Schema) -> pl.DataFrame:
    nothing = {name: None if kind == pl.String else False if kind == pl.Boolean else 0 for name, kind in schema.items()}
    return pl.DataFrame([nothing | row for row in rows], schema=schema, orient="row")
