"""The shape of a scenario: what its author writes.

Events are written as the public API takes them, with local times of the programme's zone and one member who needs
no name. In `expect`, what is named is compared in full, and what is not named is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from regulars.engine.errors import EngineError, Finding
from regulars.engine.programme.model import Identifier, Part, Programme


class ScenarioRefused(EngineError):
    """A scenario that cannot be run. `findings` holds everything wrong with it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Happening(Part):
    """What every event has.

    `at` is a local time (`2026-03-08 01:30`), or an instant when it names its offset. An event is received when it
    happens, but not before the one above it; `received` says otherwise. `answer` is what its sender is told, a code
    where the event is refused. `accepted: true` on a redemption says that it had been accepted when it was received:
    in time order it is a fact, even where late events take away what it spent.
    """

    at: str
    received: str | None = None
    id: str | None = None
    source: str = "scenario"
    answer: str = "accepted"
    channel: str | None = None
    store: str | None = None
    attributes: dict[str, str | int | bool] = Field(default_factory=dict)


class SoldLine(Part):
    """One line of a basket; `amount` is what was paid for the whole line, net of `discount`."""

    line_id: str | None = None
    sku: str | None = None
    category: str | None = None
    department: str | None = None
    brand: str | None = None
    quantity: int = Field(default=1, ge=0)
    amount: Decimal = Field(ge=0)
    discount: Decimal = Field(default=Decimal(0), ge=0)


class ReturnedLine(Part):
    """One line taken back: whole, or an amount or a quantity of it."""

    line_id: str
    quantity: int | None = Field(default=None, ge=0)
    amount: Decimal | None = Field(default=None, ge=0)


class Purchase(Happening):
    """A sale. Without `amount` it is worth the sum of its lines, and without lines it is one line."""

    type: Literal["purchase"]
    order_id: str | None = None
    amount: Decimal | None = Field(default=None, ge=0)
    discount: Decimal | None = Field(default=None, ge=0)
    lines: list[SoldLine] = Field(default_factory=list)


class Refund(Happening):
    """Money given back for an order: all of it, some of its lines, or an amount."""

    type: Literal["refund"]
    order_id: str
    amount: Decimal | None = Field(default=None, ge=0)
    lines: list[ReturnedLine] = Field(default_factory=list)


class Redeem(Happening):
    """Points spent."""

    type: Literal["redeem"]
    points: Decimal = Field(gt=0)
    wallet: Identifier | None = None
    accepted: bool = False


class Grant(Happening):
    """Points given by a person; `until` is their last good day."""

    type: Literal["grant"]
    points: Decimal = Field(gt=0)
    wallet: Identifier | None = None
    until: date | None = None
    reason: str = "care"


class TierGrant(Happening):
    """A tier given by a person, kept through `until`, or for good."""

    type: Literal["tier_grant"]
    tier: Identifier
    until: date | None = None
    reason: str = "care"


class Activity(Happening):
    """Anything else a member does."""

    type: Literal["activity"]
    name: str


class Profile(Happening):
    """A member joins, or says more of themselves."""

    type: Literal["enrol", "profile"]
    birth_month: int | None = Field(default=None, ge=1, le=12)


class Tick(Happening):
    """Time passes, and nothing else."""

    type: Literal["tick"]


_Happenings = Purchase | Refund | Redeem | Grant | TierGrant | Activity | Profile | Tick
AnyHappening = Annotated[_Happenings, Field(discriminator="type")]

EVENT_TYPES = frozenset(
    name for happening in get_args(_Happenings) for name in get_args(happening.model_fields["type"].annotation)
)


class ExpectedLot(Part):
    """Points that are left of one origin; `until` is their last good day."""

    points: Decimal
    until: date | Literal["never"] | None = None
    rule: Identifier | None = None
    goal: Identifier | None = None


class ExpectedEntry(Part):
    """One entry of a wallet; of its other facts, those given are compared."""

    kind: Literal["earn", "redeem", "expire", "grant", "refund", "restate"]
    points: Decimal
    on: date | None = None
    rule: Identifier | None = None
    goal: Identifier | None = None


class ExpectedTier(Part):
    """A change of tier (with `grace_started` the tier that is in danger)."""

    on: date
    to: Identifier
    because: Literal["entered", "reviewed", "granted", "floor_ended", "grace_started", "grace_ended"]


class ExpectedGoal(Part):
    """A goal reached."""

    on: date
    goal: Identifier


class Expectation(Part):
    """What should come of it. By wallet: balances (below zero by the debt), open lots in the order in which they are

    spent, and entries in time order. `written` are the entries in the order in which a ledger wrote them: they differ
    where a late event restated the member, and are looked at only where a ledger was written.
    """

    balances: dict[Identifier, Decimal] = Field(default_factory=dict)
    lots: dict[Identifier, list[ExpectedLot]] = Field(default_factory=dict)
    entries: dict[Identifier, list[ExpectedEntry]] = Field(default_factory=dict)
    written: dict[Identifier, list[ExpectedEntry]] = Field(default_factory=dict)
    tier: Identifier | None = None
    tiers: list[ExpectedTier] | None = None
    goals: list[ExpectedGoal] | None = None


class ScenarioText(Part):
    """The document: `programme` is the name of one or a whole one, `changes` are merged into it."""

    title: str = Field(min_length=1)
    why: str = ""
    programme: str | dict[str, Any]
    changes: dict[str, Any] = Field(default_factory=dict)
    events: list[AnyHappening] = Field(min_length=1)
    expect: Expectation


@dataclass(frozen=True)
class Scenario:
    """A scenario that can be run: its text, and the programme it speaks of."""

    text: ScenarioText
    programme: Programme
