"""Shapes of predictions, for the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class MeasuredShape(Schema):
    """A figure of the back-test with its 90 % interval, the baseline's, and the lead over it."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    baseline: float | None
    lead_low: float | None
    lead_high: float | None


class TriedShape(Schema):
    """A method that was tried."""

    method: str
    deciding: float | None
    used: bool


class BinShape(Schema):
    """Members who were told about the same: what they were told on average, and what happened."""

    members: int
    told: float | None
    happened: float | None
    low: float | None
    high: float | None


class DriftShape(Schema):
    """How far something has moved since it was learned from (PSI)."""

    name: str
    psi: float | None


class LevelShape(Schema):
    """How many members stand on a level, and what came of such in the back-test."""

    level: str
    least: float
    members: int
    tested: int
    happened: float | None


class HappenedShape(Schema):
    """An earlier prediction against what happened."""

    day: date
    members: int
    told: float | None
    happened: float | None
    quality: float | None


class CardShape(Schema):
    """Everything about a model; `refusal` says by code why nothing is predicted, empty where something is."""

    model: str
    name: str
    definition: str
    as_of: date
    horizon_days: int = Field(description="0: the next purchase")
    refusal: str
    refusal_text: str
    method: str | None
    baseline: str | None
    members: int = Field(description="members of the back-test")
    scored: int
    tested_on: date | None
    measured: list[MeasuredShape]
    tried: list[TriedShape]
    calibration: list[BinShape]
    drift: list[DriftShape]
    levels: list[LevelShape]
    happened: list[HappenedShape]


class RunShape(Schema):
    """The newest refresh."""

    as_of: date = Field(description="the first day that nobody had seen")
    made_at: datetime
    took_ms: int
    members: int
    models: list[CardShape]


class ReasonShape(Schema):
    """What raises or lowers a risk; `share` is its part of what moves it."""

    about: str
    raises: bool
    share: float
    text: str


class RiskShape(Schema):
    """The chance that the member buys nothing within the horizon."""

    horizon_days: int
    probability: float
    low: float
    high: float
    level: str
    reasons: list[ReasonShape]


class ValueShape(Schema):
    """What the member will spend, and between which amounts 80 % of such members came to lie."""

    horizon_days: int
    amount_minor: int
    low_minor: int
    high_minor: int


class DueShape(Schema):
    """The day of the next purchase, and between which days 80 % of such members came."""

    on: date
    earliest: date
    latest: date


class PickShape(Schema):
    """A category or product that is likely next."""

    item: str
    category: str | None
    score: float


class MemberPredictionShape(Schema):
    """Everything that is predicted of a member."""

    member: int
    predicted: bool
    as_of: date
    risks: list[RiskShape] = Field(default_factory=list)
    values: list[ValueShape] = Field(default_factory=list)
    next_purchase: DueShape | None = None
    next: dict[str, list[PickShape]] = Field(default_factory=dict)


class RiskPage(Schema):
    """Members, and the cursor of the next page."""

    items: list[MemberPredictionShape]
    next_cursor: str | None = None
