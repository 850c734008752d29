"""A member's past: purchases, some of them refunded, and redemptions that leave many lots open."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from regulars.domain.ledger.types import NewEvent
from regulars.engine.time import instant_of

NOW = instant_of(datetime(2026, 6, 1, tzinfo=UTC))
PACE = 50 * 60 * 1_000_000
"""Between one event and the next, in microseconds: a hundred thousand events fill nine and a half years."""

WEIGHTS = {"purchase": 14, "redeem": 3, "refund": 2, "activity": 1}


class Past:
    """Events of one member, each at the same pace after the one before; the same at every call."""

    def __init__(self, member: int, events: int, pace: int = PACE) -> None:
        self.member = member
        self._number = 0
        self._pace = pace
        self._begins = NOW - events * pace
        self._dice = random.Random(member)
        self._orders: list[tuple[str, int]] = []

    def events(self, count: int) -> Iterator[NewEvent]:
        """So many events of all kinds; the first gives points to spend."""
        for number in range(count):
            kind = self._dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            yield self.next("grant" if number == 0 else kind)

    def next(self, kind: str) -> NewEvent:
        """The next event, of this kind; a refund takes back half of an order of late."""
        self._number += 1
        at = self._begins + self._number * self._pace
        return NewEvent("history", f"{self.member}-{self._number}", self.member, at, self._body(kind))

    def _body(self, kind: str) -> dict[str, Any]:
        if kind == "grant":
            return {"kind": kind, "wallet": "points", "points": 5_000, "reason": "welcome"}
        if kind == "redeem":
            return {"kind": kind, "wallet": "points", "points": 100 + 10 * self._dice.randint(0, 5)}
        if kind == "activity":
            return {"kind": kind, "name": "visit"}
        if kind == "refund" and self._orders:
            order, amount = self._orders.pop()
            return {"kind": kind, "order_id": order, "refund": "amount", "amount_minor": amount // 2}
        return self._purchase()

    def _purchase(self) -> dict[str, Any]:
        amount = self._dice.randint(1_000, 9_000)
        order = f"{self.member}-o{self._number}"
        self._orders = [*self._orders[-9:], (order, amount)]
        line = {"line_id": "1", "category": "TEA", "department": "GROCERY", "quantity": 1, "amount_minor": amount}
        return {"kind": "purchase", "order_id": order, "amount_minor": amount, "lines": [line]}
