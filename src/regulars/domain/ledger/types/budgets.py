"""How much of budgets is used."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class BudgetPeriod:
    """A period of a budget: 2026, 2026-Q1, 2026-01, 2026-W01 or 2026-01-31, empty for all time; and what is used."""

    period: str
    used: Decimal
    left: Decimal
    percent: int
    present: bool


@dataclass(frozen=True)
class BudgetView:
    """A budget of the version in force, the present period first, then earlier ones, newest first.

    `points` is what there is of it in each period.
    """

    id: str
    per: str
    points: Decimal
    rules: tuple[str, ...]
    periods: tuple[BudgetPeriod, ...]

    @property
    def now(self) -> BudgetPeriod:
        """The present period."""
        return self.periods[0]
