"""What is assumed of members, what a run with responses is asked, and what it answers.

Money is in minor units. Assumptions are shares: 0.05 is five per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ASSUMED = ("pull", "reset", "elasticity", "redemption")
"""The assumptions about members, in the order in which they are told."""

MARGIN = "margin"

Note = Annotated[str, Field(max_length=2000)]


class Stated(BaseModel):
    """A part of the document of assumptions: unknown fields are refused, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Source(Stated):
    """Where an assumption comes from.

    `published`: measured by others, elsewhere; `estimate`: from the operator's own history; `judgement`: nobody
    measured it. `measured` says what was.
    """

    kind: Literal["published", "estimate", "judgement"]
    reference: Note = ""
    measured: Note = ""


class Assumption(Stated):
    """A value between `low` and `high`, most probably near `likely`."""

    low: float = Field(ge=0, le=5)
    likely: float = Field(ge=0, le=5)
    high: float = Field(ge=0, le=5)
    source: Source = Source(kind="judgement")

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high have to ascend")
        return self


class ShareAssumption(Assumption):
    """An assumption that is a share of something: at most 1."""

    high: float = Field(ge=0, le=1)


class Assumptions(Stated):
    """How members respond to what differs between a draft and the baseline.

    `pull`: how much more often members buy who are within `within_percent` of the next tier's threshold. `reset`: how
    much less often in the `reset_days` after they rose. `elasticity`: by how many per cent more they buy when a
    hundredth of their spend more comes back in points. `redemption`: how far those who have more points redeem more, 0:
    the same points, 1: the same share of what they got. `margin`: what is left of sales after the goods are paid; the
    operator knows it, and without it no return is told.
    """

    within_percent: int = Field(default=20, ge=1, le=90)
    reset_days: int = Field(default=28, ge=1, le=366)
    pull: Assumption
    reset: ShareAssumption
    elasticity: Assumption
    redemption: ShareAssumption
    margin: ShareAssumption | None = None


class Figure(StrEnum):
    """What is told as a range. Money, but for members, who are told by tier."""

    SALES = "sales"
    INCREMENTAL_SALES = "incremental_sales"
    COST = "cost"
    LIABILITY = "liability"
    INCREMENTAL_COST = "incremental_cost"
    RETURN = "return"
    MEMBERS = "members"


@dataclass(frozen=True)
class Range:
    """The 10th, 50th and 90th percentile of a figure over all runs."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class FigureRange:
    """A figure over the slice: under the baseline, of the draft with behaviour as it was, and with responses.

    `tier` names the tier where the figure is members.
    """

    figure: Figure
    tier: str
    baseline: int
    unchanged: int
    range: Range


@dataclass(frozen=True)
class MonthRange:
    """A figure in a month (`2026-03`), or at its end where it is a liability or members."""

    month: str
    figure: Figure
    tier: str
    baseline: int
    unchanged: int
    range: Range


@dataclass(frozen=True)
class Bar:
    """What a figure comes to when one assumption is low and when it is high, with the others likely."""

    assumption: str
    low: float
    high: float
    at_low: int
    at_high: int

    @property
    def width(self) -> int:
        """How much the answer depends on the assumption."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Tornado:
    """What the answer depends on: bars by width, widest first, around the figure with all assumptions likely."""

    figure: Figure
    likely: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class DraftResponse:
    """What a draft would have done with members who respond.

    `near`: how many per cent of baskets were bought near a threshold, under the baseline and the draft; `worth`: what
    came back in points as a share of spend, under both. They say what members respond to.
    """

    name: str
    baseline: str
    near: tuple[float, float]
    worth: tuple[float, float]
    figures: tuple[FigureRange, ...]
    months: tuple[MonthRange, ...]
    tornado: Tornado


@dataclass(frozen=True)
class Responses:
    """The answer: for each draft, ranges over seeded runs.

    `share` ten-thousandths of the `members` were simulated, which is `simulated` members; the rest follows from them,
    and what that leaves uncertain is in the ranges.
    """

    currency: str
    runs: int
    seed: int
    share: int
    members: int
    simulated: int
    assumptions: Assumptions
    drafts: tuple[DraftResponse, ...]
