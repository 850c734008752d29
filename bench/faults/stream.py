"""Public events without end: the n-th event of a sender is always the same, so that it can be sent again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

MEMBERS = 40
WELCOME = "100000"
BEGINS = datetime(2024, 1, 1, 9, tzinfo=UTC)
STEP = timedelta(minutes=7)

Raw = dict[str, Any]


def welcome() -> list[Raw]:
    """What makes the members known, and gives each enough to spend."""
    days = [BEGINS - timedelta(days=2), BEGINS - timedelta(days=1)]
    events: list[Raw] = []
    for member in range(MEMBERS):
        events.append(_event(f"enrol-{member}", member, days[0], "enrol"))
        grant = {"wallet": "points", "points": WELCOME, "reason": "welcome"}
        events.append(_event(f"welcome-{member}", member, days[1], "grant") | grant)
    return events


def event(sender: int, number: int) -> Raw:
    """The n-th event of a sender: four purchases, one redemption, one visit and one refund in seven, some late.

    What is redeemed is what the club lets members redeem: at least a hundred points, in steps of ten.
    """
    dice = random.Random(f"{sender}/{number}")
    member = dice.randrange(MEMBERS)
    late = dice.randrange(600) if dice.random() < 0.1 else 0
    at = BEGINS + number * STEP - late * STEP + timedelta(seconds=sender)
    kind = number % 7
    name = f"{sender}-{number}"
    if kind == 4:
        return _event(name, member, at, "redeem") | {"points": str(10 * dice.randint(10, 20)), "wallet": "points"}
    if kind == 5:
        return _event(name, member, at, "activity") | {"name": "visit"}
    if kind == 6:
        sold = event(sender, number - 6)
        refund = {"order_id": sold["order_id"], "amount": sold["lines"][0]["amount"]}
        return _event(name, member, at, "refund") | refund | {"member": sold["member"]}
    lines = [
        {"line_id": "1", "category": "TEA", "department": "GROCERY", "amount": f"{dice.randint(5, 90)}.50"},
        {"line_id": "2", "category": "CIGARETTES", "amount": f"{dice.randint(5, 20)}.00"},
    ]
    return _event(name, member, at, "purchase") | {"order_id": f"o-{name}", "lines": lines}


def _event(name: str, member: int, at: datetime, kind: str) -> Raw:
    return {"type": kind, "id": name, "occurred_at": at.isoformat(), "member": {"card": f"F{member}"}}
