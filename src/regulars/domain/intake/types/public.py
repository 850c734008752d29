"""The public event: what senders write. One shape per `type`; fields that are not known are refused.

`docs/reference/events.md` describes them; the OpenAPI document is made from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from regulars.domain.intake.types.values import (
    Attributes,
    Day,
    Instant,
    Key,
    Label,
    Money,
    Points,
    Quantity,
    Sentence,
)

MAXIMUM_LINES = 1_000

Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")]
Wallet = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Shape(BaseModel):
    """A part of a public event."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Member(Shape):
    """By what the member is known: at least one; several must belong to the same member."""

    card: Sentence | None = None
    mobile: Sentence | None = None
    email: Sentence | None = None
    external_id: Sentence | None = None
    device: Sentence | None = None


class Line(Shape):
    """One line of a basket. `amount` is what was paid for the whole line, net of `discount`."""

    line_id: Label | None = None
    sku: Label | None = None
    category: Label | None = None
    department: Label | None = None
    brand: Label | None = None
    quantity: Quantity = 1
    amount: Money
    discount: Money | None = None


class RefundLine(Shape):
    """One line taken back, in part (`amount` or `quantity`) or whole."""

    line_id: Label
    quantity: Quantity | None = None
    amount: Money | None = None


class Event(Shape):
    """What every event has. `id` is unique per `source`: sent again, it is answered, not counted again."""

    id: Key
    source: Source | None = None
    occurred_at: Instant
    member: Member
    channel: Label | None = None
    store: Label | None = None
    attributes: Attributes | None = None


class Purchase(Event):
    """A sale. Without `amount` it is worth the sum of its lines."""

    type: Literal["purchase"]
    order_id: Key
    amount: Money | None = None
    discount: Money | None = None
    currency: str | None = Field(default=None, min_length=1, max_length=10)
    lines: Annotated[list[Line], Field(max_length=MAXIMUM_LINES)] = []
    enrol: bool = True


class Refund(Event):
    """Money given back for an order: all of it, some of its lines, or an amount."""

    type: Literal["refund"]
    order_id: Key
    amount: Money | None = None
    currency: str | None = Field(default=None, min_length=1, max_length=10)
    lines: Annotated[list[RefundLine], Field(max_length=MAXIMUM_LINES)] = []
    reason: Sentence | None = None


class Redeem(Event):
    """Points spent. `wallet` may be left out where the programme has one wallet to spend from."""

    type: Literal["redeem"]
    points: Points
    wallet: Wallet | None = None
    order_id: Key | None = None
    reason: Sentence | None = None


class Grant(Event):
    """Points given by a person, with their reason. They expire as the wallet says, or after `until`."""

    type: Literal["grant"]
    points: Points
    wallet: Wallet | None = None
    until: Day | None = Field(default=None, description="the last day on which they are good")
    reason: Sentence
    actor: Label | None = None


class TierGrant(Event):
    """A tier given by a person, kept at least through `until` (for good without it)."""

    type: Literal["tier_grant"]
    tier: Wallet
    until: Day | None = None
    reason: Sentence
    actor: Label | None = None


class Activity(Event):
    """Anything else a member does; rules speak of it by its `name`."""

    type: Literal["activity"]
    name: Label
    enrol: bool = True


class Enrol(Event):
    """A member joins, or says more of themselves."""

    type: Literal["enrol"]
    name: Sentence | None = None
    birth_month: int | None = Field(default=None, ge=1, le=12, strict=True)
    language: Language | None = None


class ProfileChange(Event):
    """A member says more of themselves. An unknown member is enrolled unless `enrol` is false."""

    type: Literal["profile"]
    name: Sentence | None = None
    birth_month: int | None = Field(default=None, ge=1, le=12, strict=True)
    language: Language | None = None
    enrol: bool = True


AnyEvent = Annotated[
    Purchase | Refund | Redeem | Grant | TierGrant | Activity | Enrol | ProfileChange, Field(discriminator="type")
]

SHAPES: dict[str, type[Event]] = {
    "purchase": Purchase,
    "refund": Refund,
    "redeem": Redeem,
    "grant": Grant,
    "tier_grant": TierGrant,
    "activity": Activity,
    "enrol": Enrol,
    "profile": ProfileChange,
}

RESERVED_NAMES = frozenset({*SHAPES, "tick"})
"""An activity may not be called this: expressions would take it for something else."""

Raw = dict[str, Any]
