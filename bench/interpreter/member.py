"""What the interpreter remembers of one member, and what it reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet


@dataclass(frozen=True)
class Moment:
    """When something happens, and by which event; `seq` is -1 for what time alone brings."""

    instant: int
    day: date
    seq: int = -1


@dataclass(frozen=True)
class Event:
    """An event: its body as the log keeps it, and what expressions see of it and of its lines."""

    moment: Moment
    body: Mapping[str, Any]
    columns: dict[str, Any]
    lines: list[dict[str, Any]]


@dataclass
class Lot:
    """Points from one source, with what has become of them. `rate` is None for awards that are not rates."""

    wallet: str
    number: int
    rule: str | None
    order_id: str | None = None
    earned_at: int = 0
    expires_on: date = date.max
    earned: int = 0
    remaining: int = 0
    expired: int = 0
    taken: int = 0
    forgiven: int = 0
    basis: int = 0
    refunded: int = 0
    rate: Fraction | None = None


@dataclass(frozen=True)
class Transaction:
    """One entry of the ledger as the interpreter sees it; `lot` is 0 when several or none are concerned."""

    kind: str
    wallet: str
    points: int
    available: int
    debt: int
    occurred_at: int
    seq: int
    rule: str | None = None
    lot: int = 0
    basis: int = 0
    rate: Fraction | None = None


@dataclass(frozen=True)
class TierChange:
    """A move on the ladder, or a grace that starts (equal tiers)."""

    occurred_at: int
    seq: int
    before: int
    after: int
    reason: str


@dataclass(frozen=True)
class GoalReached:
    """A goal reached, with the first day of the metric's window."""

    occurred_at: int
    seq: int
    goal: str
    window_start: date


@dataclass
class Sale:
    """A purchase, and how much of it has been refunded, in all and of each metric."""

    event: Event
    refunded: int = 0
    whole: bool = False
    counted: dict[str, Fraction | int] = field(default_factory=dict)


@dataclass
class Member:
    """One member between two events."""

    enrolled: date | None = None
    birth_month: int = 0
    tier: int = 0
    tier_since: date = date.min
    grace_until: date | None = None
    grace_used: bool = False
    floor: int = 0
    floor_until: date | None = None
    passed: date = date.min
    debts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lots: dict[str, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[str, list[tuple[date, Any]]] = field(default_factory=lambda: defaultdict(list))
    used: dict[tuple[str, str, date | int], int] = field(default_factory=lambda: defaultdict(int))
    reached: set[tuple[str, date]] = field(default_factory=set)
    sales: dict[str, Sale] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    tier_changes: list[TierChange] = field(default_factory=list)
    goals: list[GoalReached] = field(default_factory=list)
    refusals: dict[int, str] = field(default_factory=dict)

    def open_lots(self, wallet: str) -> list[Lot]:
        """The lots of a wallet with points left, in the order in which they are drawn."""
        lots = [lot for lot in self.lots[wallet] if lot.remaining]
        return sorted(lots, key=lambda lot: (lot.expires_on, lot.earned_at, lot.number))

    def available(self, wallet: str) -> int:
        """What the lots of a wallet hold less the debt."""
        return sum(lot.remaining for lot in self.lots[wallet]) - self.debts[wallet]


@dataclass(frozen=True)
class Context:
    """A programme with what is looked up in it again and again."""

    programme: Programme
    zone: ZoneInfo
    tiers: tuple[str, ...]
    wallets: dict[str, Wallet]
    minor_units: int

    def units(self, wallet: str) -> int:
        """How many of a wallet's smallest units make one point."""
        return int(10 ** self.wallets[wallet].decimals)


def context_of(programme: Programme) -> Context:
    """The context of a programme."""
    return Context(
        programme=programme,
        zone=ZoneInfo(programme.time_zone),
        tiers=tuple(tier.id for tier in programme.ladder.tiers),
        wallets={wallet.id: wallet for wallet in programme.wallets},
        minor_units=10 ** CURRENCY_DECIMALS[programme.currency],
    )
