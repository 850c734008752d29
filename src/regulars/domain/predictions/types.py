"""What is predicted, of whom, and how well it did. Days are local days since 1970, money is in minor units."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Model(StrEnum):
    """What is predicted, with the horizon where there is one."""

    CHURN_30 = "churn_30"
    CHURN_90 = "churn_90"
    VALUE_90 = "value_90"
    VALUE_365 = "value_365"
    NEXT_PURCHASE = "next_purchase"
    AGAIN_CATEGORY = "again_category"
    NEW_CATEGORY = "new_category"
    AGAIN_PRODUCT = "again_product"
    NEW_PRODUCT = "new_product"


class Method(StrEnum):
    """How something is predicted. The naive ones are what the others are held against."""

    RECENCY = "recency"  # the longer since the last purchase, the likelier
    LOGISTIC = "logistic"
    NAIVE_SPEND = "naive_spend"  # the mean of what was spent lately and of the rate of the whole time
    BG_NBD = "bg_nbd"  # BG/NBD for how often, Gamma-Gamma for how much
    BOOSTED = "boosted"
    OWN_GAP = "own_gap"  # the last purchase and the own median gap
    SHRUNK_GAPS = "shrunk_gaps"  # own gaps drawn to those of all, with the own days of the week
    POPULARITY = "popularity"
    OWN_FREQUENCY = "own_frequency"
    FADING_FREQUENCY = "fading_frequency"  # how often, the older the less
    EASE = "ease"  # what goes with what was bought, over all pairs at once (Steck, 2019)


class Level(StrEnum):
    """How high a risk is, at its horizon."""

    CRITICAL = "critical"  # 80 % and more
    HIGH = "high"  # 60 % and more
    RAISED = "raised"  # three times the share of all who stop, and more
    WATCH = "watch"  # one and a half times, and more
    LOW = "low"


class Group(StrEnum):
    """What reasons speak of: columns that say much the same are told as one."""

    SILENCE = "silence"
    RHYTHM = "rhythm"
    TREND = "trend"
    SPEND = "spend"
    VARIETY = "variety"
    PROMOTION = "promotion"
    PLACES = "places"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True)
class Subject:
    """Which history is predicted from, with days of which zone; `as_of_day` is the first day that nobody has seen."""

    folder: Path
    zone: str
    as_of_day: int


@dataclass(frozen=True)
class Measured:
    """A figure of a back-test with its 90 % interval over resampled members, and the same of the baseline.

    `lead_low` and `lead_high`: by how much it is better than the baseline, on the same resamples.
    """

    name: str
    value: float
    low: float
    high: float
    baseline: float | None = None
    lead_low: float | None = None
    lead_high: float | None = None


@dataclass(frozen=True)
class Tried:
    """A method that was tried, with the figure that decides and others, and whether it is the one in use."""

    method: Method
    deciding: float
    used: bool
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Calibration:
    """Members who were told about the same: how many, what they were told on average, and what happened."""

    members: int
    told: float
    happened: float
    low: float
    high: float


@dataclass(frozen=True)
class Lift:
    """A tenth of the members, the likeliest first: how many of whom it happened to, and how that compares."""

    tenth: int
    members: int
    happened: int
    lift: float
    caught: float


@dataclass(frozen=True)
class Drift:
    """How far something has moved between the members that were learned from and those of now (PSI)."""

    name: str
    psi: float


@dataclass(frozen=True)
class LevelCount:
    """How many members stand on a level, from which probability on, and what happened to such in the back-test."""

    level: Level
    least: float
    members: int
    tested: int
    happened: float | None


@dataclass(frozen=True)
class Happened:
    """What was told on a day, against what has happened since."""

    day: int
    members: int
    told: float
    happened: float
    quality: float | None


@dataclass(frozen=True)
class Card:
    """All there is to know of a model. `refusal` says why nothing is predicted, with what fills the sentence."""

    model: Model
    as_of_day: int
    horizon_days: int
    refusal: str = ""
    params: dict[str, float | str] = field(default_factory=dict)
    method: Method | None = None
    baseline: Method | None = None
    members: int = 0
    scored: int = 0
    learned_rows: int = 0
    test_day: int = 0
    measured: tuple[Measured, ...] = ()
    tried: tuple[Tried, ...] = ()
    calibration: tuple[Calibration, ...] = ()
    lift: tuple[Lift, ...] = ()
    drift: tuple[Drift, ...] = ()
    levels: tuple[LevelCount, ...] = ()
    happened: tuple[Happened, ...] = ()
    parameters: tuple[tuple[str, float], ...] = ()

    @property
    def ready(self) -> bool:
        """Whether something is predicted."""
        return not self.refusal

    @property
    def deciding(self) -> Measured | None:
        """The figure that decides which method is used."""
        return self.measured[0] if self.measured else None


@dataclass(frozen=True)
class Run:
    """A refresh: when, as of which day, and the card of every model."""

    number: int
    as_of_day: int
    made_at: int
    took_ms: int
    members: int
    digest: str
    cards: tuple[Card, ...]

    def card(self, model: Model) -> Card | None:
        """The card of a model; None where an older version knew no such model."""
        return next((one for one in self.cards if one.model == model), None)


@dataclass(frozen=True)
class Reason:
    """What raises or lowers a risk the most, with the facts that it is told by."""

    group: Group
    raises: bool
    share: float


@dataclass(frozen=True)
class Risk:
    """The chance that a member buys nothing within the horizon, with the 90 % interval of members told the same."""

    horizon_days: int
    probability: float
    low: float
    high: float
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Worth:
    """What a member will spend within the horizon, and between which amounts 80 % of such members came to lie."""

    horizon_days: int
    amount: int
    low: int
    high: int


@dataclass(frozen=True)
class Due:
    """The likeliest day of the next purchase, and between which days 80 % of such members came."""

    day: int
    first_day: int
    last_day: int


@dataclass(frozen=True)
class Pick:
    """A category or product that is likely next."""

    item: str
    name: str
    score: float


@dataclass(frozen=True)
class MemberScores:
    """Everything predicted of one member as of a day. `facts`: what reasons are told by."""

    member: int
    as_of_day: int
    risks: tuple[Risk, ...]
    worths: tuple[Worth, ...]
    due: Due | None
    picks: dict[Model, tuple[Pick, ...]]
    facts: dict[str, float]


HORIZONS = {
    Model.CHURN_30: 30,
    Model.CHURN_90: 90,
    Model.VALUE_90: 90,
    Model.VALUE_365: 365,
    Model.NEXT_PURCHASE: 60,
    Model.AGAIN_CATEGORY: 0,
    Model.NEW_CATEGORY: 0,
    Model.AGAIN_PRODUCT: 0,
    Model.NEW_PRODUCT: 0,
}
"""Days ahead; 0: the next purchase."""

ACTIVE_DAYS = 90
"""Predicted are members who bought within so many days; of others it is known that they stopped."""
