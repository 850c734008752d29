"""Decisions about budgets: in which period an instant falls, and what each event may have of what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from regulars.engine.programme.model import Budget, Programme
from regulars.engine.time import date_of

Award = tuple[int, int]
"""An event, by its place among those sent, and the index of a rule that gives to it."""

Use = tuple[str, int]
"""A budget, and one of its periods as `period_of` numbers them."""

LIFETIME = 0


class Limit(NamedTuple):
    """A budget as it is drawn on: indexes of its rules, and its points in the smallest unit of their wallets."""

    id: str
    rules: frozenset[int]
    per: str
    points: int
    decimals: int

    def shown(self, points: int) -> Decimal:
        """Points of the budget as people write them."""
        return Decimal(points).scaleb(-self.decimals)


def limits_of(programme: Programme) -> tuple[Limit, ...]:
    """The budgets of a programme."""
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    return tuple(_limit(budget, programme, decimals) for budget in programme.budgets)


def _limit(budget: Budget, programme: Programme, decimals: Mapping[str, int]) -> Limit:
    drawing = {index: rule for index, rule in enumerate(programme.rules) if rule.id in budget.rules}
    most = max(decimals[rule.wallet] for rule in drawing.values())
    return Limit(budget.id, frozenset(drawing), budget.per, int(budget.points.scaleb(most)), most)


def period_of(day: int, per: str) -> int:
    """The period that holds a local day, as a number that reads like a date and tells what kind of period it is.

    A year has 4 digits (2026), a quarter 5 (20261), a month 6 (202601), an ISO week 7 (2026001), a day 8 (20260101);
    all time is 0. So periods of a budget that once counted by months and now counts by years are told apart.
    """
    on = date_of(day)
    if per == "lifetime":
        return LIFETIME
    if per == "week":
        week = on.isocalendar()
        return week.year * 1000 + week.week
    numbers = {
        "year": on.year,
        "quarter": on.year * 10 + (on.month + 2) // 3,
        "month": on.year * 100 + on.month,
        "day": on.year * 10_000 + on.month * 100 + on.day,
    }
    return numbers[per]


_DIGITS = {"lifetime": 1, "year": 4, "quarter": 5, "month": 6, "week": 7, "day": 8}


def is_of(period: int, per: str) -> bool:
    """Whether a number of `period_of` is one of this kind of period."""
    return len(str(period)) == _DIGITS[per]


def period_text(period: int) -> str:
    """A period as text that sorts: 2026, 2026-Q1, 2026-01, 2026-W01, 2026-01-31; all time has none."""
    text = str(period)
    year, rest = text[:4], text[4:]
    texts = {
        1: "",
        4: year,
        5: f"{year}-Q{rest}",
        6: f"{year}-{rest}",
        7: f"{year}-W{rest[1:]}",
        8: f"{year}-{rest[:2]}-{rest[2:]}",
    }
    return texts[len(text)]


class Drawn(NamedTuple):
    """Which budgets awards draw on: the local day of each event by its place, and the budgets."""

    days: Mapping[int, int]
    limits: tuple[Limit, ...]

    def uses_of(self, award: Award) -> list[Use]:
        """The budgets of an award, each in the period of the event's own day."""
        place, rule = award
        return [(limit.id, period_of(self.days[place], limit.per)) for limit in self.limits if rule in limit.rules]

    def totals(self, awards: Mapping[Award, int]) -> dict[Use, int]:
        """What awards draw from budgets."""
        drawn: dict[Use, int] = defaultdict(int)
        for award, points in awards.items():
            for use in self.uses_of(award):
                drawn[use] += points
        return dict(drawn)


def shares(
    drawn: Drawn, awards: Iterable[tuple[Award, int]], left: Mapping[Use, int], decided: Collection[int]
) -> dict[Award, int]:
    """What each award may come to, given in this order from what is left of budgets.

    Those of events in `decided`, whose cuts were decided before, come to what they are, and lower what is left too.
    """
    left = dict(left)
    allowed = {}
    for award, points in awards:
        uses = drawn.uses_of(award)
        most = points if award[0] in decided else min(points, *(max(left[use], 0) for use in uses))
        for use in uses:
            left[use] -= most
        allowed[award] = most
    return allowed
