"""Shapes of replays: the question, and what came of it. Points are as people count them, money in currency units."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from regulars.domain.responses.types import Assumptions
from regulars.engine.programme.reading import LARGEST_TEXT
from regulars.surfaces.api.giving_shapes import Body
from regulars.surfaces.api.shapes import Points

FigureName = Literal["tier", "issued", "liability"]


class DraftOfReplay(Body):
    """A draft to replay: its text, or the number of a version."""

    name: str = Field(default="", max_length=200)
    text: str | None = Field(default=None, max_length=LARGEST_TEXT, description="YAML or JSON")
    version: int | None = None


class SweepOfReplay(Body):
    """A number of the first draft, by its address, and the values that it is tried with."""

    number: str = Field(max_length=500, description="such as `ladder.tiers.gold.enter/spend_in_12_months`")
    values: list[Decimal] = Field(min_length=2)


class SearchOfReplay(Body):
    """A number of the first draft, by its address: the value between two that comes nearest to what is wanted."""

    number: str = Field(max_length=500, description="such as `ladder.tiers.gold.enter/spend_in_12_months`")
    low: Decimal = Field(ge=0)
    high: Decimal
    figure: FigureName = Field(description="per cent of members on `tier` or above, or what points are worth")
    tier: str | None = Field(default=None, description="for the figure `tier`")
    wanted: Decimal = Field(ge=0, description="per cent, or an amount in the programme's currency")
    at_most: bool = Field(default=False, description="no more than that; otherwise as near as can be")


class ResponsesOfReplay(Body):
    """What is assumed of members who respond; without `assumptions` what is published."""

    assumptions: Assumptions | None = None
    runs: int = 50
    seed: int = Field(default=1, ge=0, lt=2**31)


class ReplayBody(Body):
    """Drafts against a baseline, over a part of a history."""

    name: str = Field(min_length=1, max_length=200)
    drafts: list[DraftOfReplay] = Field(min_length=1)
    baseline: int | None = Field(default=None, description="a version; null: the one in force, as it was logged")
    history: int | None = Field(default=None, description="one built from a file; null: the programme's own")
    since: date | None = Field(default=None, description="the first day")
    until: date | None = Field(default=None, description="the last day, included")
    share_percent: float = Field(default=100, gt=0, le=100, description="of the members, to two decimals")
    sweep: SweepOfReplay | None = None
    search: SearchOfReplay | None = Field(default=None, description="in place of a sweep")
    responses: ResponsesOfReplay | None = None


class ReplayPart(Schema):
    """A document that took part; place 0 is the baseline."""

    place: int
    name: str
    version: int | None
    sha256: str


class ReplayShape(Schema):
    """A replay: what was asked, and how far it has come."""

    id: int
    name: str
    state: str = Field(description="waiting | running | done | failed | cancelled")
    author: str
    history: int | None
    since: date | None
    until: date | None
    share_percent: float
    as_logged: bool
    programmes: list[ReplayPart]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    events_done: int
    events_total: int
    failure: dict[str, Any] | None = Field(description="`code` and `params`")


class ReplayLine(Schema):
    """A replay in a list."""

    id: int
    name: str
    state: str
    author: str
    created_at: datetime
    drafts: list[str]


class ReplayPage(Schema):
    """Replays, newest first."""

    items: list[ReplayLine]
    next_cursor: str | None


class TierMonthOfReplay(Schema):
    """A tier at the end of a month, and who rose or fell to it."""

    month: str
    members: int
    rose: int
    fell: int


class TierOfReplay(Schema):
    """A tier under a programme. `reached`: who ever rose to it; `median_days`: how long that took."""

    tier: str
    members: int
    reached: int | None
    median_days: int | None
    near: int | None
    months: list[TierMonthOfReplay]


class WalletMonthOfReplay(Schema):
    """A wallet in a month."""

    month: str
    issued: Points
    given: Points
    redeemed: Points
    expired: Points
    reversed: Points
    outstanding: Points
    cost: Decimal | None
    liability: Decimal | None


class WalletOfReplay(Schema):
    """A wallet under a programme over the whole slice."""

    wallet: str
    issued: Points
    redeemed: Points
    expired: Points
    outstanding: Points
    cost: Decimal | None
    liability: Decimal | None
    breakage: float | None
    gini: float | None
    months: list[WalletMonthOfReplay]


class BudgetOfReplay(Schema):
    """A budget in a period."""

    budget: str
    period: str
    points: Points
    limit: Points
    exhausted: bool


class RefusedOfReplay(Schema):
    """Facts of the history that the programme would not have allowed."""

    kind: str
    reason: str
    events: int


class BenefitOfReplay(Schema):
    """Uses of a benefit that happened, and those that the programme would not have given."""

    benefit: str
    uses: int
    members: int
    cost: float
    not_given: int
    saved: float


class ProgrammeOfReplay(Schema):
    """What a programme did; `versions`: those that members went through, where it is told as it was."""

    place: int
    name: str
    members: int
    events: int
    versions: list[int]
    tiers: list[TierOfReplay]
    wallets: list[WalletOfReplay]
    budgets: list[BudgetOfReplay]
    refused: list[RefusedOfReplay]
    benefits: list[BenefitOfReplay]


class FlowOfReplay(Schema):
    """Members by tier at the end under the baseline and under the draft."""

    tier_before: str
    tier_after: str
    members: int


class ComparisonOfReplay(Schema):
    """A draft against the baseline, by the worth of the points that rules and goals give."""

    place: int
    gaining: int
    losing: int
    unchanged: int
    gained: Decimal
    lost: Decimal
    flow: list[FlowOfReplay]


class ValueOfReplay(Schema):
    """What the first draft does with a value; `refused` says why the value may not stand there."""

    value: Decimal
    tiers: dict[str, int] = Field(description="members at the end")
    issued: Decimal | None = Field(description="what the issued points are worth")
    cost: Decimal | None
    liability: Decimal | None
    refused: list[str]


class SweptOfReplay(Schema):
    """A number with other values. `along`: what moved in proportion."""

    number: str
    along: list[str]
    values: list[ValueOfReplay]


class FoundOfReplay(Schema):
    """What a search came to: null where no value gives what is wanted. The values tried are those of the sweep."""

    figure: str = Field(description="tier | issued | liability")
    tier: str | None
    wanted: Decimal
    at_most: bool
    value: Decimal | None
    reached: Decimal | None


class RangeOfReplay(Schema):
    """A figure as a range over all runs: the 10th, 50th and 90th percentile."""

    figure: str
    tier: str | None
    baseline: Decimal
    unchanged: Decimal = Field(description="of the draft with behaviour as it was")
    low: Decimal
    middle: Decimal
    high: Decimal


class DraftResponses(Schema):
    """A draft with members who respond."""

    place: int
    runs: int
    seed: int
    figures: list[RangeOfReplay]


class ReplayResults(Schema):
    """What came of a replay. What members did stays as it was in the history."""

    id: int
    as_of: datetime
    currency: str
    programmes: list[ProgrammeOfReplay]
    comparisons: list[ComparisonOfReplay]
    sweep: SweptOfReplay | None
    found: FoundOfReplay | None
    responses: list[DraftResponses]


class WalletOfPortion(Schema):
    """A wallet of the members of a segment."""

    wallet: str
    issued: Points
    redeemed: Points
    expired: Points
    outstanding: Points
    cost: Decimal | None
    liability: Decimal | None


class ShiftOfReplay(Schema):
    """A member under the baseline and under a draft."""

    member_id: int
    tier_before: str
    tier_after: str
    worth_before: Decimal
    worth_after: Decimal
    gain: Decimal


class PortionOfReplay(Schema):
    """What a programme did for the members of a segment; higher and lower: who ends on another tier than before."""

    place: int
    members: int
    spent: Decimal
    tiers: dict[str, int] = Field(description="members at the end")
    wallets: list[WalletOfPortion]
    comparison: ComparisonOfReplay | None
    higher: int | None
    lower: int | None
    winners: list[ShiftOfReplay] = Field(description="those who gain most, at most twenty")
    losers: list[ShiftOfReplay]


class SegmentOfReplay(Schema):
    """A segment in a replay; `segment` is null of all members who are not in the one that was asked for."""

    segment: str | None
    name: str
    size: int = Field(description="members of the segment, of whom the slice may know fewer")
    recorded: bool = Field(description="false: worked out from the history as of then")
    programmes: list[PortionOfReplay]


class SegmentsOfReplay(Schema):
    """The figures of a replay for members of segments, as of an end of its slice."""

    id: int
    as_of: datetime
    currency: str
    segments: list[SegmentOfReplay]


class ShiftPage(Schema):
    """Members of a comparison, those with the largest difference first."""

    items: list[ShiftOfReplay]
    next_cursor: str | None


SideName = Literal["winners", "losers", "up", "down"]
