"""Items of the catalogue, and how members see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ItemKind(StrEnum):
    """What a reward is: something sent, something done, a code, or a gift to others."""

    GOODS = "goods"
    SERVICE = "service"
    VOUCHER = "voucher"
    CHARITY = "charity"


class ItemState(StrEnum):
    """A draft is seen by staff only; what was withdrawn can be listed again."""

    DRAFT = "draft"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"


class CodeSource(StrEnum):
    """Where codes of a voucher come from: made when it is ordered, or taken from those that were put in."""

    GENERATED = "generated"
    POOL = "pool"


class LimitPer(StrEnum):
    """The period in which a member's limit counts, by the programme's calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


class Words(NamedTuple):
    """A text in both languages of the product."""

    zh: str
    en: str


NO_WORDS = Words("", "")


class Price(NamedTuple):
    """What one piece costs: points, and money besides."""

    points: int
    amount_minor: int = 0


@dataclass(frozen=True)
class Rules:
    """Who gets an item, when, and what holds after the order.

    `tiers`: who sees it, nobody named: everybody. `announced_at`: from when on it is shown with a countdown.
    `cancel_hours`: how long members may cancel by themselves; `refund_days`: how long staff may refund.
    """

    tiers: tuple[str, ...] = ()
    limit: int | None = None
    limit_per: LimitPer = LimitPer.EVER
    announced_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reserve_minutes: int = 15
    cancel_hours: int = 24
    refund_days: int = 30


AS_EVER = Rules()


@dataclass(frozen=True)
class Terms:
    """Everything that is said of an item but its stock.

    `tier_points` are prices of tiers that do not follow the wallet's own advantage of a tier. `guide` says how it is
    used, `cost_minor` what a piece costs the operator, `voucher_days` how long a code is good.
    """

    kind: ItemKind
    name: Words
    wallet: str
    price: Price
    about: Words = NO_WORDS
    guide: Words = NO_WORDS
    tier_points: Mapping[str, int] = field(default_factory=dict)
    rules: Rules = AS_EVER
    codes: CodeSource = CodeSource.GENERATED
    voucher_days: int | None = None
    needs_delivery: bool = False
    cost_minor: int = 0
    position: int = 0


@dataclass(frozen=True)
class NewItem:
    """An item to add; `total` is its first stock, None: without end."""

    code: str
    terms: Terms
    total: int | None
    actor: str


class Wish(NamedTuple):
    """What somebody asks for: how many pieces, where to, and the price they saw."""

    quantity: int
    delivery: str
    seen: Price


class Stock(NamedTuple):
    """Pieces there were, are reserved and were sold; `total` None: without end."""

    total: int | None
    reserved: int
    sold: int

    @property
    def free(self) -> int | None:
        """Pieces that can be had now."""
        return None if self.total is None else self.total - self.reserved - self.sold


@dataclass(frozen=True)
class ItemView:
    """An item as staff see it; `picture` is the name of its picture, `waiting` how many wait for it."""

    code: str
    terms: Terms
    stock: Stock
    state: ItemState
    picture: str
    revision: int
    waiting: int = 0


class Phase(StrEnum):
    """Where an offer stands: shown ahead, to be had, sold out, or over."""

    ANNOUNCED = "announced"
    OPEN = "open"
    SOLD_OUT = "sold_out"
    ENDED = "ended"


@dataclass(frozen=True)
class Offer:
    """An item as one member sees it: their price, and what keeps them from it.

    `left` is how many more they may have by the limit, None: any number. `refusal` is the code of what an order
    would be refused with now, empty when nothing is in its way but perhaps the balance.
    """

    item: ItemView
    price: Price
    phase: Phase
    left: int | None
    waiting: bool
    refusal: str = ""


class StockChange(NamedTuple):
    """Pieces that came or went by hand or with codes; `total_after` None: without end."""

    changed_at: datetime
    change: int
    total_after: int | None
    actor: str
    reason: str


class WaitView(NamedTuple):
    """A waiting list as somebody on it sees it; `ended_at` when they had the item, left, or let their time pass."""

    item: str
    joined_at: datetime
    told_at: datetime | None
    ended_at: datetime | None


class WaitingView(NamedTuple):
    """Somebody who waits for an item; `told_at` is when they were told that it is there again."""

    item: str
    member_id: int
    joined_at: datetime
    told_at: datetime | None
