"""Partners as others see them. Points are in the wallet's smallest unit, units whole ones of a partner's currency."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple


class ItemKind(StrEnum):
    """What was done for a partner."""

    EARN = "earn"
    BURN = "burn"
    EXCHANGE_IN = "exchange_in"
    EXCHANGE_OUT = "exchange_out"


GAINING = (ItemKind.EARN, ItemKind.EXCHANGE_IN)
"""Kinds by which members get points; by the others they give points up."""


class CapScope(StrEnum):
    """Over what a cap is counted: a member's local day or month, or the partner's month."""

    MEMBER_DAY = "member_day"
    MEMBER_MONTH = "member_month"
    PARTNER_MONTH = "partner_month"


class Direction(StrEnum):
    """Whether members get points or give them up."""

    GAINED = "gained"
    SPENT = "spent"


class StatementState(StrEnum):
    """How far a statement has come; from `issued` on its figures never change."""

    DRAFT = "draft"
    ISSUED = "issued"
    AGREED = "agreed"


class DisputeKind(StrEnum):
    """How the partner's books differ from ours."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    POINTS_DIFFER = "points_differ"


class DisputeState(StrEnum):
    """What has become of a difference."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESOLVED = "resolved"


class Names(NamedTuple):
    """A name in both languages of the product."""

    zh: str
    en: str


@dataclass(frozen=True)
class NewPartner:
    """A partner to add; `wallet` is the one whose points are earned, spent and exchanged there."""

    code: str
    name: Names
    currency: Names
    wallet: str


@dataclass(frozen=True)
class Cap:
    """At most `points` in a direction over a scope."""

    scope: CapScope
    direction: Direction
    points: int


@dataclass(frozen=True)
class Rate:
    """What points and a partner's currency are worth to each other from a day on.

    `units_in`: units a member gives for a point, `units_out`: units a member gets for a point, `price`: currency units
    that a point is settled at between programme and partner.
    """

    id: int
    valid_from: date
    units_in: Decimal
    units_out: Decimal
    price: Decimal
    actor: str = ""


@dataclass(frozen=True)
class PartnerView:
    """A partner; `keys` are the numbers of the API keys that act for it alone."""

    id: int
    programme_id: int
    code: str
    name: Names
    currency: Names
    wallet: str
    active: bool
    caps: tuple[Cap, ...]
    keys: tuple[int, ...]
    created_at: datetime


@dataclass(frozen=True)
class Request:
    """Something to be done for a partner. The same `reference` twice is done once.

    `amount` is points, or units for an exchange into points. `occurred_at` is in microseconds; None: now.
    """

    partner: str
    kind: ItemKind
    reference: str
    member_id: int
    amount: int
    reason: str = ""
    actor: str = ""
    occurred_at: int | None = None


@dataclass(frozen=True)
class Exchange:
    """What an exchange comes to: `points` on one side, `units` on the other."""

    points: int
    units: int


@dataclass(frozen=True)
class ItemView:
    """One thing done for a partner. `points` and `units`: what the member gained (below zero: gave up) here and there.

    `reverses` is the item that this one takes back, `reversed_by` the one that takes this one back.
    """

    id: int
    partner: str
    kind: ItemKind
    reference: str
    member_id: int
    wallet: str
    points: int
    units: int
    rate_id: int
    event_id: str
    event_seq: int
    occurred_at: datetime
    booked_on: date
    reason: str
    actor: str
    reverses: int | None = None
    reversed_by: int | None = None


@dataclass(frozen=True)
class Receipt:
    """An item with what the member has available afterwards; `repeated`: it had been done before."""

    item: ItemView
    available: int
    repeated: bool = False


@dataclass(frozen=True)
class ItemFilter:
    """What a list of items is narrowed to; empty fields narrow nothing. Days are those of booking, both included."""

    kind: ItemKind | None = None
    member_id: int | None = None
    reference: str = ""
    booked_from: date | None = None
    booked_to: date | None = None


@dataclass(frozen=True)
class Figures:
    """A month with a partner, in points: what was open before, what moved, and what it comes to in minor units.

    `earned` and `burned` include exchanges. `opening`, `net` and `closing` are above zero where members got more than
    they gave up, which the partner pays for.
    """

    opening: int
    earned: int
    burned: int
    reversed: int
    items: int
    money_minor: int
    prices: dict[str, int] = field(default_factory=dict)

    @property
    def net(self) -> int:
        """What moved in the month."""
        return self.earned - self.burned + self.reversed

    @property
    def closing(self) -> int:
        """What is open after the month."""
        return self.opening + self.net


@dataclass(frozen=True)
class StatementView:
    """A month with a partner; `sha256` seals figures and items of one that was issued."""

    partner: str
    period: date
    state: StatementState
    figures: Figures
    currency: str
    sha256: str = ""
    issued_at: datetime | None = None
    issued_by: str = ""
    agreed_at: datetime | None = None
    agreed_by: str = ""
    open_disputes: int = 0


@dataclass(frozen=True)
class Books:
    """A file of the partner's books of a month."""

    period: date
    name: str
    content: bytes


@dataclass(frozen=True)
class Verdict:
    """What somebody decided about a difference, and why."""

    state: DisputeState
    note: str = ""


class TheirLine(NamedTuple):
    """A line of the partner's own books: line of the file, reference, and points in the wallet's smallest unit."""

    line: int
    reference: str
    points: int


class Difference(NamedTuple):
    """Where the books differ; None: not in these books."""

    reference: str
    kind: DisputeKind
    ours: int | None
    theirs: int | None


@dataclass(frozen=True)
class Upload:
    """What came of comparing the partner's books with ours."""

    id: int
    name: str
    lines: int
    matched: int
    differences: int
    actor: str
    uploaded_at: datetime


@dataclass(frozen=True)
class DisputeView:
    """A difference between the books, and what has become of it."""

    id: int
    period: date
    reference: str
    kind: DisputeKind
    ours: int | None
    theirs: int | None
    state: DisputeState
    note: str
    actor: str
    changed_at: datetime


@dataclass(frozen=True)
class Imbalance:
    """Where items and ledger differ: an item's number (0: all of a wallet), what items say and what the ledger says."""

    partner: str
    item_id: int
    wallet: str
    said: int
    posted: int
    params: dict[str, Any] = field(default_factory=dict)
