"""What should come of a scenario. What is named is compared in full, and what is not named is not looked at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from regulars.engine.programme.basics import Identifier, Part

EntryKind = Literal[
    "earn",
    "redeem",
    "expire",
    "grant",
    "refund",
    "restate",
    "release",
    "hold",
    "capture",
    "unhold",
    "return",
    "transfer_out",
    "transfer_in",
    "reinstate",
    "opening",
    "merge_out",
    "merge_in",
    "deduct",
    "offset",
    "write_off",
    "fee",
]
TierReason = Literal[
    "entered",
    "reviewed",
    "granted",
    "floor_ended",
    "grace_started",
    "grace_ended",
    "trial",
    "evaluated",
    "lock_ended",
    "merged",
]


class ExpectedLot(Part):
    """Points that are left of one origin; `until` is their last good day."""

    points: Decimal
    until: date | Literal["never"] | None = None
    rule: Identifier | None = None
    goal: Identifier | None = None


class ExpectedEntry(Part):
    """One entry of a wallet; of its other facts, those given are compared.

    `points` is its effect on what can be spent, `held`, `pending` and `owed` those on points that are held, not yet
    spendable, or owed.
    """

    kind: EntryKind
    points: Decimal
    held: Decimal | None = None
    pending: Decimal | None = None
    owed: Decimal | None = None
    on: date | None = None
    rule: Identifier | None = None
    goal: Identifier | None = None


class ExpectedTier(Part):
    """A change of tier (with `grace_started` the tier that is in danger)."""

    on: date
    to: Identifier
    because: TierReason


class ExpectedGoal(Part):
    """A goal reached, `times` at once."""

    on: date
    goal: Identifier
    times: int = 1


class Expectation(Part):
    """What should come of it.

    By wallet: balances (below zero by the debt), points held, pending and owed, open lots that can be spent in the
    order in which they are, and entries in time order. `written` are the entries in the order in which a ledger wrote
    them: they differ where a late event restated the member, and are looked at only where a ledger was written.
    """

    balances: dict[Identifier, Decimal] = Field(default_factory=dict)
    held: dict[Identifier, Decimal] = Field(default_factory=dict)
    pending: dict[Identifier, Decimal] = Field(default_factory=dict)
    owed: dict[Identifier, Decimal] = Field(default_factory=dict)
    lots: dict[Identifier, list[ExpectedLot]] = Field(default_factory=dict)
    entries: dict[Identifier, list[ExpectedEntry]] = Field(default_factory=dict)
    written: dict[Identifier, list[ExpectedEntry]] = Field(default_factory=dict)
    tier: Identifier | None = None
    tiers: list[ExpectedTier] | None = None
    goals: list[ExpectedGoal] | None = None
