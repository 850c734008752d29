"""Shapes of what the API answers, for its OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field, TypeAdapter

from regulars.domain.intake.types.public import AnyEvent

Points = int | float


class FieldProblem(Schema):
    """One field at fault: its place (`lines[2].amount`), a stable code, and what is wrong in words."""

    field: str
    code: str
    detail: str
    params: dict[str, Any]


class ProblemDocument(Schema):
    """Why something was not done (RFC 9457). `code` is stable; `title` is in the language asked for."""

    type: str
    title: str
    status: int | str
    code: str
    params: dict[str, Any]
    request_id: str
    errors: list[FieldProblem] | None = None


class EventAnswer(Schema):
    """What an event brought. `points` are what it moved itself, `balances` what is available afterwards."""

    event_id: str | None
    status: str = Field(description="accepted | duplicate")
    status_code: int
    member_id: int
    trace_id: str = Field(description="the event in its member's log: `<member>-<number>`")
    points: dict[str, Points]
    balances: dict[str, Points]
    tier: str
    tier_before: str
    goals: list[str]
    restated: bool = Field(description="the event came late, and the member was recomputed")


class BatchAnswer(Schema):
    """One result an event, in order: an answer, or a problem document with `event_id` and `status_code`."""

    counts: dict[str, int]
    results: list[dict[str, Any]]


class BatchOfEvents(Schema):
    """Up to 5,000 events."""

    events: list[AnyEvent]


class IdentifierShape(Schema):
    """By what a member is known."""

    kind: str
    value: str
    name: str = Field(default="", description="of an external id of a further system")


class MemberShape(Schema):
    """A member."""

    id: int
    state: str
    enrolled_at: datetime
    name: str | None
    birth_month: int | None
    language: str | None
    attributes: dict[str, Any]
    identifiers: list[IdentifierShape]
    merged_into: int | None = Field(description="the member they take part as since they were merged")
    erased_at: datetime | None = Field(default=None, description="since when nothing personal is kept of them")


class MemberPage(Schema):
    """Members, newest first."""

    items: list[MemberShape]
    next_cursor: str | None


class ExpiringShape(Schema):
    """Points that expire together."""

    points: Points
    valid_until: date = Field(description="the last day on which they can be spent")


class BalanceShape(Schema):
    """What a member has in one wallet. `available` is below zero by the debt."""

    wallet: str
    available: Points
    debt: Points
    earned: Points = Field(description="ever earned and not taken back")
    expiring_next: ExpiringShape | None


class BalancesShape(Schema):
    """All wallets of a member, in the programme's order."""

    member_id: int
    balances: list[BalanceShape]


class LotShape(Schema):
    """Points of one origin, which expire together."""

    wallet: str
    number: int
    earned: Points
    remaining: Points
    earned_at: datetime
    valid_until: date | None = Field(description="null: they never expire")
    rule: str | None
    goal: str | None


class LotPage(Schema):
    """Open lots, in the order in which they are drawn."""

    items: list[LotShape]
    next_cursor: str | None


class TransactionShape(Schema):
    """One entry of a member's journal. `reason` says in words what gave or took the points."""

    wallet: str
    seq: int
    kind: str = Field(description="such as earn, redeem, expire, grant, refund; docs/reference/api.md names them all")
    points: Points
    available_after: Points
    debt_after: Points
    occurred_at: datetime
    posted_at: datetime
    trace_id: str | None = Field(description="the event, as `<member>-<number>`; null for effects of time")
    rule: str | None
    goal: str | None
    reason: str
    tier: str
    hash: str


class TransactionPage(Schema):
    """Entries, newest first."""

    items: list[TransactionShape]
    next_cursor: str | None


class StepShape(Schema):
    """One step of an explanation, as data."""

    code: str
    params: dict[str, Any]


class TraceShape(Schema):
    """Why an entry is as it is."""

    words: list[str]
    steps: list[StepShape]


class ReasonShape(Schema):
    """A reason: a stable code, and words in the language asked for."""

    code: str
    detail: str


class QuoteShape(Schema):
    """What a redemption may cost: `points` is the price on the member's tier, `refusal` why it would be refused."""

    member_id: int
    wallet: str
    tier: str
    available: Points
    list_points: Points | None
    points: Points | None
    cash_value: str | None = Field(description="of `points`, in currency units")
    least: Points = Field(description="that can be spent at once")
    most: Points = Field(description="that can be spent now; 0: none")
    most_cash_value: str | None
    refusal: ReasonShape | None
    why: list[ReasonShape] = Field(description="what sets the price, the least and the most")


class ConditionShape(Schema):
    """One condition of a tier: what the member has of a metric, and what is needed, as the programme writes them."""

    metric: str
    have: Points
    need: Points
    met: bool


class PathShape(Schema):
    """One way to a tier: all of it must be met. `others` holds conditions that are no thresholds."""

    requirements: list[ConditionShape]
    others: list[str]


class StandingShape(Schema):
    """Where a member stands on the ladder. Dates are local to the programme."""

    tier: str
    since: date | None
    next_tier: str | None
    next_paths: list[PathShape] = Field(description="ways to the next tier; one is enough")
    keep_paths: list[PathShape] = Field(description="ways to keep the tier at the review")
    review_on: date | None
    evaluation_on: date | None = Field(description="where reviews only warn: the day on which tiers are lost")
    grace_until: date | None
    floor: str | None
    floor_until: date | None
    trial: bool = Field(description="whether the floor is that of the trial")
    locked: bool
    locked_until: date | None = Field(description="first day on which the tier moves again; null: for good, or no lock")


class TierChangeShape(Schema):
    """A change of tier; equal tiers mean that grace began."""

    occurred_at: datetime
    tier_before: str
    tier: str
    reason: str
    basis: str | None = Field(description="what a granted tier was granted for, such as status_match")
    words: str = Field(description="the reason in the language asked for")


class TierShape(StandingShape):
    """Where a member stands, and how they came there."""

    history: list[TierChangeShape]


class ProgrammeShape(Schema):
    """The live programme."""

    id: int
    code: str
    version: int
    document: dict[str, Any]


class BudgetPeriodShape(Schema):
    """A period of a budget, and what is used of it."""

    period: str = Field(
        description="2026, 2026-Q1, 2026-01, 2026-W01 or 2026-01-31 in the programme's zone; empty: ever"
    )
    used: Points
    left: Points
    percent: int
    present: bool = Field(description="the period of today")


class BudgetShape(Schema):
    """A budget: the most that some rules give to all members together in each period."""

    id: str
    per: str = Field(description="day | week | month | quarter | year | lifetime")
    points: Points
    rules: list[str]
    periods: list[BudgetPeriodShape] = Field(description="the present one first, then others, newest first")


def body_schema(shape: Any) -> dict[str, Any]:
    """The part of an operation's OpenAPI that describes a body which is read by hand."""
    schema = TypeAdapter(shape).json_schema(ref_template="#/components/schemas/{model}", mode="validation")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": inlined(schema)}}}}


def request_schema(shape: Any, left_out: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """As `body_schema`, for a body with some of an event's fields left out, and some not required."""
    described = body_schema(shape)
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    schema["properties"] = {name: one for name, one in schema["properties"].items() if name not in left_out}
    schema["required"] = [name for name in schema["required"] if name not in {*left_out, *optional}]
    return described


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without references: its definitions stand where they are used."""
    definitions = schema.pop("$defs", {})

    def resolve(part: Any) -> Any:
        if isinstance(part, list):
            return [resolve(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return resolve(definitions[part["$ref"].rpartition("/")[2]])
        return {name: resolve(one) for name, one in part.items() if name != "mapping"}

    resolved: dict[str, Any] = resolve(schema)
    return resolved
