"""The figures of a month with a partner, and the seal over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from regulars.domain.partners.policy.exchange import MICRO
from regulars.domain.partners.types import GAINING, Figures, ItemKind, ItemView

Sums = Mapping[tuple[str, bool, int], tuple[int, int]]
"""Points and number of items by kind, whether they are reversals, and rate."""


def figures_of(opening: int, sums: Sums, prices: Mapping[int, int], decimals: tuple[int, int]) -> Figures:
    """The figures of a month. `prices`: millionths of a currency unit a point, by rate; `decimals` of points and money.

    Each item is settled at the price of its own day; money is rounded once, half to even, for the whole month.
    """
    earned = burned = taken_back = items = money = 0
    by_price: dict[str, int] = {}
    for (kind, reverses, rate_id), (points, count) in sums.items():
        items += count
        money += points * prices[rate_id]
        by_price[str(prices[rate_id])] = by_price.get(str(prices[rate_id]), 0) + points
        if reverses:
            taken_back += points
        elif ItemKind(kind) in GAINING:
            earned += points
        else:
            burned -= points
    return Figures(opening, earned, burned, taken_back, items, _minor(money, decimals), by_price)


def _minor(money: int, decimals: tuple[int, int]) -> int:
    """Points' smallest units times millionths of currency units, as minor units rounded half to even."""
    of_points, of_money = decimals
    bottom: int = MICRO * 10**of_points
    whole, rest = divmod(money * int(10**of_money), bottom)
    if 2 * rest > bottom or (2 * rest == bottom and whole % 2):
        whole += 1
    return whole


def seal(partner: str, period: date, figures: Figures, items: Iterable[ItemView]) -> str:
    """SHA-256 over the figures and every item, in the order of their numbers."""
    digest = hashlib.sha256(_text([partner, period.isoformat(), asdict(figures)]))
    for item in items:
        digest.update(
            _text([item.id, item.kind.value, item.reference, item.member_id, item.points, item.units, item.rate_id])
        )
    return digest.hexdigest()


def _text(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def month_after(period: date) -> date:
    """The first day of the next month."""
    return (period.replace(day=28) + timedelta(days=4)).replace(day=1)
