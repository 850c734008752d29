"""The events of a scenario as their author writes them: as the public API takes them, with local times.

What in a product is made by its own operations (transfers between members, corrections) stands here beside what
tills and shops send.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from regulars.engine.programme.basics import Identifier, Part

Amount = Annotated[Decimal, Field(ge=0)]
Points = Annotated[Decimal, Field(gt=0)]


class Happening(Part):
    """What every event has.

    `at` is a local time (`2026-03-08 01:30`), or an instant when it names its offset. An event is received when it
    happens, but not before the one above it; `received` says otherwise. `answer` is what its sender is told, a code
    where the event is refused.
    """

    at: str
    received: str | None = None
    id: str | None = None
    source: str = "scenario"
    answer: str = "accepted"
    channel: str | None = None
    store: str | None = None
    attributes: dict[str, str | int | bool] = Field(default_factory=dict)


class Question(Happening):
    """An event that may be refused. `accepted: true` says that it had been accepted when it was received.

    In time order it is a fact then, even where late events take away what it spent.
    """

    accepted: bool = False


class Earning(Happening):
    """An event on which limits of all members together may weigh.

    `caps` is what they let it have when it was accepted, by rule: the most that a rule gives.
    """

    caps: dict[Identifier, Amount] = Field(default_factory=dict)


class SoldLine(Part):
    """One line of a basket; `amount` is what was paid for the whole line, net of `discount`."""

    line_id: str | None = None
    sku: str | None = None
    category: str | None = None
    department: str | None = None
    brand: str | None = None
    quantity: int = Field(default=1, ge=0)
    amount: Amount
    discount: Amount = Decimal(0)
    tax: Amount | None = None


class ReturnedLine(Part):
    """One line taken back: whole, or an amount or a quantity of it."""

    line_id: str
    quantity: int | None = Field(default=None, ge=0)
    amount: Amount | None = None


class Purchase(Earning):
    """A sale. Without `amount` it is worth the sum of its lines, and without lines it is one line.

    `order_discount` is taken off the whole order afterwards; `tax` is contained in `amount`, `delivery` is not;
    `instruments` is the part that was paid with gift cards and the like.
    """

    type: Literal["purchase"]
    order_id: str | None = None
    amount: Amount | None = None
    discount: Amount | None = None
    order_discount: Amount | None = None
    tax: Amount | None = None
    delivery: Amount | None = None
    instruments: Amount | None = None
    lines: list[SoldLine] = Field(default_factory=list)


class Refund(Happening):
    """Money given back for an order: all of it, some of its lines, or an amount."""

    type: Literal["refund"]
    order_id: str
    amount: Amount | None = None
    lines: list[ReturnedLine] = Field(default_factory=list)


class Redeem(Question):
    """Points spent, on an order or without one."""

    type: Literal["redeem"]
    points: Points
    wallet: Identifier | None = None
    order_id: str | None = None
    order_amount: Amount | None = None


class Hold(Question):
    """Points kept for a checkout; `minutes` as the programme says, unless they are given."""

    type: Literal["hold"]
    hold_id: str
    points: Points
    minutes: int | None = Field(default=None, ge=1)
    wallet: Identifier | None = None
    order_id: str | None = None
    order_amount: Amount | None = None


class Capture(Question):
    """Held points are spent: `points` of them, or all, and the rest goes back. `wallet` is that of the hold."""

    type: Literal["capture"]
    hold_id: str
    points: Points | None = None
    wallet: Identifier | None = None


class Release(Question):
    """Held points go back."""

    type: Literal["release"]
    hold_id: str


class Return(Question):
    """Points spent on an order go back: `points` of them, or all that is left."""

    type: Literal["return"]
    order_id: str
    points: Points | None = None
    wallet: Identifier | None = None


class Deduct(Question):
    """Points taken by a person, or what a member owes forgiven, up to `points`."""

    type: Literal["deduct", "write_off"]
    points: Points
    wallet: Identifier | None = None
    reason: str = "care"


class Extend(Question):
    """Points that would be gone earlier are good through `until`."""

    type: Literal["extend"]
    until: date
    wallet: Identifier | None = None


class Reinstate(Question):
    """Expired points come back, good through `until`: up to `points`, of those that expired on or after `since`."""

    type: Literal["reinstate"]
    until: date
    points: Points | None = None
    since: date | None = None
    wallet: Identifier | None = None


class Grant(Happening):
    """Points given by a person; `until` is their last good day."""

    type: Literal["grant"]
    points: Points
    wallet: Identifier | None = None
    until: date | None = None
    reason: str = "care"


class TierGrant(Happening):
    """A tier given by a person, kept through `until`, or for good."""

    type: Literal["tier_grant"]
    tier: Identifier
    until: date | None = None
    reason: str = "care"


class TierLock(Happening):
    """The member stays on their tier through `until`, or for good; `lift` ends that."""

    type: Literal["tier_lock"]
    until: date | None = None
    lift: bool = False
    reason: str = "care"


class BroughtLot(Part):
    """Points that come from elsewhere; `until` is their last good day, without it they never expire."""

    points: Points
    wallet: Identifier | None = None
    until: date | None = None


class Opening(Happening):
    """What a member had elsewhere: points, and a tier kept through `until`."""

    type: Literal["opening"]
    lots: list[BroughtLot] = Field(default_factory=list)
    tier: Identifier | None = None
    until: date | None = None


class TransferOut(Question):
    """Points given to another member, and what that costs."""

    type: Literal["transfer_out"]
    points: Points
    fee: Amount = Decimal(0)
    wallet: Identifier | None = None


class TransferIn(Happening):
    """Points that another member gave."""

    type: Literal["transfer_in"]
    lots: list[BroughtLot] = Field(min_length=1)


class Activity(Earning):
    """Anything else a member does; with `order_id` it may confirm an order."""

    type: Literal["activity"]
    name: str
    order_id: str | None = None


class Profile(Happening):
    """A member joins, or says more of themselves; `attributes` are those of the member."""

    type: Literal["enrol", "profile"]
    birth_month: int | None = Field(default=None, ge=1, le=12)


class Tick(Happening):
    """Time passes, and nothing else."""

    type: Literal["tick"]


_Sold = Purchase | Refund
_Moved = Redeem | Hold | Capture | Release | Return | Deduct | Extend | Reinstate | Grant
_Brought = Opening | TransferOut | TransferIn
_Other = TierGrant | TierLock | Activity | Profile | Tick
_Happenings = _Sold | _Moved | _Brought | _Other
AnyHappening = Annotated[_Happenings, Field(discriminator="type")]

EVENT_TYPES = frozenset(
    name for happening in get_args(_Happenings) for name in get_args(happening.model_fields["type"].annotation)
)
