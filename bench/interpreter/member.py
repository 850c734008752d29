"""What the interpreter remembers of one member, and what it reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple
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
    """Points from one source, with what has become of them. `rate` is None for awards that are not rates.

    The basis counts in whole multiples of `step`, if it has one.

    A lot that is pending becomes spendable on `spendable_on` at the latest.
    """

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
    step: Fraction | None = None
    pending: bool = False
    spendable_on: date = date.max


@dataclass
class Draw:
    """Points drawn from a lot, or as debt (no lot)."""

    lot: Lot | None
    points: int


@dataclass
class Hold:
    """Points kept for a checkout; without draws it is no longer open."""

    wallet: str
    ends_at: int
    order_id: str | None
    draws: list[Draw]


@dataclass
class Spent:
    """Points of one wallet spent on an order: how many in all, and what has not come back, in the order drawn."""

    wallet: str
    points: int = 0
    draws: list[Draw] = field(default_factory=list)


class Balances(NamedTuple):
    """What an account shows: `owed` and `debt` are positive when the member lacks points."""

    available: int = 0
    debt: int = 0
    held: int = 0
    pending: int = 0
    owed: int = 0


@dataclass(frozen=True)
class Transaction:
    """One entry of the ledger as the interpreter sees it; `lot` is 0 when several or none are concerned.

    `points` is the change of what is available, `balances` what the account shows afterwards.
    """

    kind: str
    wallet: str
    points: int
    balances: Balances
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
    """A goal reached, with the first day of the metric's window and how often the event reached it."""

    occurred_at: int
    seq: int
    goal: str
    window_start: date
    times: int = 1


@dataclass
class Sale:
    """A purchase, and what has been refunded of it: in all, by amount alone, of each line and of each metric."""

    event: Event
    refunded: int = 0
    by_amount: int = 0
    whole: bool = False
    returned: dict[int, dict[str, Any]] = field(default_factory=dict)
    counted: dict[str, Fraction | int] = field(default_factory=dict)


@dataclass
class Member:
    """One member between two events."""

    enrolled: date | None = None
    birth_month: int = 0
    attributes: dict[str, Any] = field(default_factory=dict)
    tier: int = 0
    tier_since: date = date.min
    fell_on: date | None = None
    grace_until: date | None = None
    grace_used: bool = False
    floor: int = 0
    floor_until: date | None = None
    locked_until: date | None = None
    passed: date = date.min
    debts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    owed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lots: dict[str, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    holds: dict[str, Hold] = field(default_factory=dict)
    spent: dict[tuple[str, str], Spent] = field(default_factory=dict)
    entries: dict[str, list[tuple[date, Any]]] = field(default_factory=lambda: defaultdict(list))
    used: dict[tuple[str, str, date | int], int] = field(default_factory=lambda: defaultdict(int))
    reached: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))
    lost: dict[tuple[str, date], Any] = field(default_factory=lambda: defaultdict(int))
    sales: dict[str, Sale] = field(default_factory=dict)
    posted: dict[str, Balances] = field(default_factory=lambda: defaultdict(Balances))
    transactions: list[Transaction] = field(default_factory=list)
    tier_changes: list[TierChange] = field(default_factory=list)
    goals: list[GoalReached] = field(default_factory=list)
    refusals: dict[int, str] = field(default_factory=dict)

    def open_lots(self, wallet: str) -> list[Lot]:
        """The lots of a wallet with points left, pending or not, in the order in which they expire."""
        lots = [lot for lot in self.lots[wallet] if lot.remaining]
        return sorted(lots, key=lambda lot: (lot.expires_on, lot.earned_at, lot.number))

    def spendable_lots(self, wallet: str) -> list[Lot]:
        """The lots of a wallet that can be drawn, in the order in which they are."""
        return [lot for lot in self.open_lots(wallet) if not lot.pending]

    def spendable(self, wallet: str) -> int:
        """What can be drawn from the lots of a wallet."""
        return sum(lot.remaining for lot in self.spendable_lots(wallet))

    def available(self, wallet: str) -> int:
        """What the lots of a wallet hold less the debt."""
        return self.spendable(wallet) - self.debts[wallet]

    def balances(self, wallet: str) -> Balances:
        """What the account of a wallet shows."""
        held = sum(draw.points for hold in self.holds.values() if hold.wallet == wallet for draw in hold.draws)
        pending = sum(lot.remaining for lot in self.lots[wallet] if lot.pending)
        return Balances(self.available(wallet), self.debts[wallet], held, pending, self.owed[wallet])


@dataclass(frozen=True)
class Context:
    """A programme with what is looked up in it again and again."""

    programme: Programme
    zone: ZoneInfo
    tiers: tuple[str, ...]
    wallets: dict[str, Wallet]
    minor_units: int
    member_names: frozenset[str]

    def units(self, wallet: str) -> int:
        """How many of a wallet's smallest units make one point."""
        return int(10 ** self.wallets[wallet].decimals)


def context_of(programme: Programme) -> Context:
    """The context of a programme."""
    names = {"tier", "days_as_member", "birthday_month"}
    names |= {f"balance_{wallet.id}" for wallet in programme.wallets}
    names |= {metric.id for metric in programme.metrics}
    names |= {attribute.id for attribute in programme.member_attributes}
    return Context(
        programme=programme,
        zone=ZoneInfo(programme.time_zone),
        tiers=tuple(tier.id for tier in programme.ladder.tiers),
        wallets={wallet.id: wallet for wallet in programme.wallets},
        minor_units=10 ** CURRENCY_DECIMALS[programme.currency],
        member_names=frozenset(names),
    )
