"""What insight says, in the shapes of the API."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


class SheetColumnShape(Schema):
    """A column: its code, what its values are, and its title in the language asked for."""

    code: str
    unit: str
    title: str


class SheetShape(Schema):
    """A table: money in minor units, shares as fractions, words as codes."""

    name: str
    title: str
    definition: str
    columns: list[SheetColumnShape]
    rows: list[list[int | float | str | bool | None]]
    notes: list[str]


class InsightShape(Schema):
    """A computation: as of which day, over how many members, how many of them it says something of, its tables."""

    as_of: date
    made_at: datetime
    took_ms: int
    members: int
    covered: int
    notes: list[str]
    sheets: list[SheetShape]


class ScorePartShape(Schema):
    """A part of a value score; what all give comes to the score."""

    part: str
    measured: float | None
    standing: float = Field(description="Where the member stands among all, 0 to 100.")
    weight: float = Field(description="The share of the score that the part has.")
    gives: float


class ClassBeforeShape(Schema):
    """The class as of an earlier day."""

    as_of: date
    rfm_class: str


class AlikeShape(Schema):
    """A member who buys alike; the distance is in standardised features."""

    member_id: int
    distance: float


class MemberInsightShape(Schema):
    """What is known of a member: class and score with reasons, groups, and who buys alike."""

    member_id: int
    as_of: date
    rfm_class: str
    recency_days: int
    purchases: int
    spend_minor: int
    score: float
    parts: list[ScorePartShape]
    before: list[ClassBeforeShape]
    life_stage: str | None = Field(description="new, grown, mature, sleeping or lost.")
    cluster: str | None
    segment: int | None
    alike: list[AlikeShape]


class MotiveSignShape(Schema):
    """A sign of a motive that the member shows; what all give comes to the score."""

    sign: str
    measured: float
    place: float = Field(description="Among all members who are told, 0 to 100.")
    gives: float


class MotiveShape(Schema):
    """A motive: its score from 0 to 100, null where the history has no signs of it."""

    motive: str
    score: float | None
    signs: list[MotiveSignShape]


class MotiveBeforeShape(Schema):
    """What led as of an earlier day."""

    as_of: date
    leading: str


class MemberMotivesShape(Schema):
    """What seems to bring a member, read from what they did in 365 days."""

    member_id: int
    as_of: date
    leading: str = Field(description="A motive, mixed_motives or no_strong_motive.")
    acts: int
    motives: list[MotiveShape]
    before: list[MotiveBeforeShape]


class AskedShape(Schema):
    """A job that computes anew; `asked` is false while another one waited or ran already."""

    asked: bool
    job: int | None
