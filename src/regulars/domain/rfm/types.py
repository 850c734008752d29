"""The grid of classes, the weights of the value score, and what is known of a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class RfmClass(StrEnum):
    """The five classes, best first. Members who never bought have none."""

    HIGH_VALUE = "high_value"  # 高频价值
    GROWING = "growing"  # 潜力增长
    UNTAPPED = "untapped"  # 潜力挖掘
    OCCASIONAL = "occasional"  # 低频维护
    AT_RISK = "at_risk"  # 流失预警


class Basis(StrEnum):
    """What two edges are: shares of the members who bought in the window, or figures that stand."""

    QUANTILE = "quantile"
    FIXED = "fixed"


class Axis(StrEnum):
    """What bands are made of."""

    RECENCY = "recency"  # days since the last purchase
    FREQUENCY = "frequency"  # purchases in the window
    MONEY = "money"  # what they came to after refunds, in minor units


BANDS = 3
"""Bands of each axis: 1 is the worst, 3 the best."""


@dataclass(frozen=True)
class Edges:
    """Where the bands of an axis meet. Of shares and of figures alike `low` is below `high`.

    Shares: 0.33 and 0.67 make three bands of a third. Days: up to `low` is the best band, beyond `high` the worst.
    Purchases and money: from `high` on is the best band, below `low` the worst.
    """

    basis: Basis
    low: float
    high: float


class Part(StrEnum):
    """What the value score is made of."""

    RECENCY = "recency"
    FREQUENCY = "frequency"
    MONEY = "money"
    FULL_PRICE = "full_price"  # the share of what was bought without a discount: the other side of promotions
    KEPT = "kept"  # the share of spend that was not refunded
    BREADTH = "breadth"  # departments bought from
    ENGAGEMENT = "engagement"  # activities beside purchases
    SENTIMENT = "sentiment"  # what members said of us, where they were asked


@dataclass(frozen=True)
class Grid:
    """Which bands make which class, over which window, and what each part of the score weighs.

    `cells` has 27 classes, of recency 1 frequency 1 money 1, then money 2, 3, then frequency 2, and so on.
    """

    window_days: int
    recency: Edges
    frequency: Edges
    money: Edges
    cells: tuple[RfmClass, ...]
    weights: Mapping[Part, int]

    def of(self, recency: int, frequency: int, money: int) -> RfmClass:
        """The class of three bands."""
        return self.cells[((recency - 1) * BANDS + frequency - 1) * BANDS + money - 1]


@dataclass(frozen=True)
class GridVersion:
    """A grid as it was saved: `number` counts from 1; 0 is the one that Regulars begins with."""

    number: int
    grid: Grid
    saved_at: datetime | None
    saved_by: str
    reason: str


@dataclass(frozen=True)
class ScorePart:
    """A part of one member's score: what was measured, where that stands among members (0 to 100), what it gives.

    The gives of all parts come to the score.
    """

    part: Part
    measured: float | None
    standing: float
    weight: float
    gives: float


@dataclass(frozen=True)
class MemberValue:
    """What is known of one member as of a date."""

    member: int
    as_of: date
    rfm_class: RfmClass
    recency_days: int
    purchases: int
    spend_minor: int
    bands: tuple[int, int, int]
    score: float
    parts: tuple[ScorePart, ...]
    before: tuple[tuple[date, RfmClass], ...] = field(default=())
