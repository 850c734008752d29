"""What cohorts are made by, stages of life, and what curves say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HORIZONS = (30, 90, 180)
"""Days within which a second purchase counts."""


class CohortBy(StrEnum):
    """The six ways in which members are grouped by how they began; the last is of now."""

    MONTH = "first_month"
    CHANNEL = "first_channel"
    DEPARTMENT = "first_department"
    BASKET = "first_basket"
    PROMOTION = "first_promotion"
    TIER = "tier_now"


class Stage(StrEnum):
    """Five stages of life, in the order in which members pass them."""

    NEW = "new"
    GROWING = "grown"
    MATURE = "mature"
    SLEEPING = "sleeping"
    LOST = "lost"


@dataclass(frozen=True)
class Life:
    """A member's stage on a day, for how many days they bought nothing, and the stages at the ends of months before."""

    as_of: date
    stage: Stage
    silent_days: int
    before: tuple[tuple[date, Stage], ...]


@dataclass(frozen=True)
class Interval:
    """An estimate between two bounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Survival:
    """Days and the share not risen by then (Kaplan-Meier); the median with its bounds, None where there is none."""

    days: tuple[int, ...]
    share: tuple[float, ...]
    median: int | None
    low: int | None
    high: int | None
    risen: int
    waiting: int


@dataclass(frozen=True)
class Threshold:
    """What a tier asks of a metric over the last days: `measure` is `earned` (points of a wallet), `purchases` or
    `spend`; `need` is in its smallest unit. `place`: of the tier on the ladder.
    """

    tier: str
    place: int
    measure: str
    wallet: str
    days: int
    need: int

    def sql(self, day: int) -> str:
        """Members with the metric as of a day."""
        within = f"day > {day - self.days} and day <= {day}"
        if self.measure == "earned":
            own = f"wallet = '{self.wallet}' and account < 100 and kind in ('earn', 'refund')"
            return f"select member, sum(points) as metric from entries where {own} and {within} group by member"
        value = "count(*)" if self.measure == "purchases" else "sum(amount)"
        return f"select member, {value} as metric from purchases where {within} group by member"
