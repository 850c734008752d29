"""Orders, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from regulars.domain.offers.types import ItemKind, Price, Words

IN_LEDGER = "reward:"
"""What begins the name of an order in the ledger, as order and as hold."""


class OrderState(StrEnum):
    """From reservation to delivery; the last three gave everything back."""

    RESERVED = "reserved"
    PLACED = "placed"
    FULFILLED = "fulfilled"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class NewOrder:
    """An order that is asked for. The same `order_id` twice is one order.

    `seen` is the price of a piece that the member was shown. `delivery` says to whom and where it goes.
    """

    order_id: str
    member_id: int
    item: str
    seen: Price
    quantity: int = 1
    delivery: str = ""
    actor: str = ""


class OrderChange(NamedTuple):
    """A state an order came to."""

    state: OrderState
    changed_at: datetime
    actor: str
    reason: str


@dataclass(frozen=True)
class OrderView:
    """An order. `points` and `amount_minor` are those of all pieces, `returned_points` what came back of them.

    `delivery` is empty for those who may not see personal data. `repeated`: it had been made before.
    """

    order_id: str
    item: str
    kind: ItemKind
    name: Words
    picture: str
    member_id: int
    quantity: int
    wallet: str
    points: int
    amount_minor: int
    state: OrderState
    reserved_until: datetime | None
    ordered_at: datetime
    placed_at: datetime | None
    returned_points: int
    paid_reference: str
    tracking: str
    delivery: str
    has_delivery: bool
    cancellable_until: datetime | None
    changes: tuple[OrderChange, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class OrderFilter:
    """What a list of orders is narrowed to; empty fields narrow nothing."""

    state: OrderState | None = None
    item: str = ""
    member_id: int | None = None
    text: str = ""


class Deed(NamedTuple):
    """Who does something to an order, and why."""

    actor: str
    reason: str = ""


@dataclass(frozen=True)
class NewRefund:
    """An order to take back; `points` None: all that is left of them. `restock`: its pieces can be had again."""

    order_id: str
    deed: Deed
    points: int | None = None
    restock: bool = True
