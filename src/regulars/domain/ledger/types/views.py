"""What others read of the ledger. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from regulars.engine.outcome import TierReason, TransactionKind


@dataclass(frozen=True)
class Expiring:
    """Points that expire together; `valid_until` is the last day on which they can be spent."""

    wallet: str
    points: int
    valid_until: date


@dataclass(frozen=True)
class WalletBalance:
    """A wallet of a member: below zero by its debt; `expiring_next` is what expires first, if anything does."""

    wallet: str
    available: int
    debt: int
    earned: int
    expiring_next: Expiring | None = None


@dataclass(frozen=True)
class LotView:
    """Points of one origin; `valid_until` is None for those that never expire, `rule` None for grants and goals."""

    wallet: str
    number: int
    earned: int
    remaining: int
    expired: int
    taken_back: int
    earned_at: datetime
    valid_until: date | None
    event_seq: int
    rule: str | None
    goal: str | None


@dataclass(frozen=True)
class TransactionView:
    """An entry of a member's journal; `event_seq` is None for effects of time.

    `rule` and `goal` say what gave the points (or gave those that expired or were taken back); `tier` is the tier
    at the time. `detail` says what a restatement changed, by account of the programme.
    """

    member_id: int
    wallet: str
    seq: int
    kind: TransactionKind
    points: int
    available_after: int
    debt_after: int
    occurred_at: datetime
    posted_at: datetime
    event_seq: int | None
    rule: str | None
    goal: str | None
    tier: str
    hash: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EventView:
    """An event of a member's log."""

    member_id: int
    seq: int
    source: str
    event_id: str
    kind: str
    occurred_at: datetime
    accepted_at: datetime
    body: dict[str, Any]


@dataclass(frozen=True)
class TierChangeView:
    """A change of tier, or with equal tiers the beginning of grace. `basis`: what a granted tier was granted for."""

    occurred_at: datetime
    tier_before: str
    tier: str
    reason: TierReason
    event_seq: int | None
    basis: str | None = None


@dataclass(frozen=True)
class GoalView:
    """A goal reached; `period_on` is the first day of the metric's window."""

    goal: str
    period_on: date
    occurred_at: datetime
    event_seq: int | None


@dataclass(frozen=True)
class HouseTotals:
    """The programme's accounts in one wallet over one period, by when things happened.

    All figures but `outstanding` count what moved in the period: points given by rules and goals, given by hand,
    spent, expired, taken back by refunds; `outstanding` is what members hold at its end (less their debts).
    """

    starts_on: date
    wallet: str
    issued: int
    granted: int
    redeemed: int
    expired: int
    reversed: int
    outstanding: int
