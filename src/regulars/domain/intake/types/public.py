"""The public event: what senders write. One shape per `type`; fields that are not known are refused.

`docs/reference/events.md` describes them; the OpenAPI document is made from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from regulars.domain.intake.types.parts import Event, Language, Line, Member, RefundLine
from regulars.domain.intake.types.points import (
    Capture,
    Deduct,
    Extend,
    Grant,
    Hold,
    Opening,
    OpeningLot,
    Redeem,
    Reinstate,
    Release,
    Return,
    TierGrant,
    TierLock,
    WriteOff,
)
from regulars.domain.intake.types.values import Key, Label, MemberAttributes, Money, Sentence

__all__ = [
    "BY_HAND",
    "INTERNAL",
    "INTERNAL_FIELDS",
    "MAXIMUM_LINES",
    "RESERVED_NAMES",
    "SHAPES",
    "Activity",
    "AnyEvent",
    "Consent",
    "Enrol",
    "Event",
    "Line",
    "Member",
    "Opening",
    "OpeningLot",
    "ProfileChange",
    "Purchase",
    "Raw",
    "Refund",
    "RefundLine",
]

MAXIMUM_LINES = 1_000

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]


class Purchase(Event):
    """A sale. Without `amount` it is worth the sum of its lines; `order_discount` is taken off afterwards."""

    type: Literal["purchase"]
    order_id: Key
    amount: Money | None = None
    discount: Money | None = None
    order_discount: Money | None = Field(default=None, description="of the whole order, shared out to its lines")
    tax: Money | None = Field(default=None, description="contained in `amount`")
    delivery: Money | None = Field(default=None, description="paid for delivery, beside `amount`")
    instruments: Money | None = Field(default=None, description="the part paid with gift cards and the like")
    currency: str | None = Field(default=None, min_length=1, max_length=10)
    lines: list[Line] = Field(default=[], max_length=MAXIMUM_LINES)
    enrol: bool = True


class Refund(Event):
    """Money given back for an order: all of it, some of its lines, or an amount."""

    type: Literal["refund"]
    order_id: Key
    amount: Money | None = None
    currency: str | None = Field(default=None, min_length=1, max_length=10)
    lines: list[RefundLine] = Field(default=[], max_length=MAXIMUM_LINES)
    reason: Sentence | None = None


class Activity(Event):
    """Anything else a member does; rules speak of it by its `name`. With `order_id` it may confirm an order."""

    type: Literal["activity"]
    name: Label
    order_id: Key | None = None
    enrol: bool = True


class Enrol(Event):
    """A member joins, or says more of themselves."""

    type: Literal["enrol"]
    name: Sentence | None = None
    birth_month: int | None = Field(default=None, ge=1, le=12, strict=True)
    language: Language | None = None
    attributes: MemberAttributes | None = None


class ProfileChange(Event):
    """A member says more of themselves. An unknown member is enrolled unless `enrol` is false."""

    type: Literal["profile"]
    name: Sentence | None = None
    birth_month: int | None = Field(default=None, ge=1, le=12, strict=True)
    language: Language | None = None
    attributes: MemberAttributes | None = None
    enrol: bool = True


class Consent(Event):
    """A member allows to be reached for a purpose by a channel, or takes it back. It enrols nobody."""

    type: Literal["consent"]
    purpose: Name
    contact_channel: Name
    given: bool
    text_version: Label | None = Field(default=None, description="of the text that they were shown")


AnyEvent = Annotated[
    Purchase
    | Refund
    | Redeem
    | Hold
    | Capture
    | Release
    | Return
    | Grant
    | Deduct
    | WriteOff
    | Extend
    | Reinstate
    | TierGrant
    | TierLock
    | Opening
    | Activity
    | Enrol
    | ProfileChange
    | Consent,
    Field(discriminator="type"),
]

SHAPES: dict[str, type[Event]] = {
    "purchase": Purchase,
    "refund": Refund,
    "redeem": Redeem,
    "hold": Hold,
    "capture": Capture,
    "release": Release,
    "return": Return,
    "grant": Grant,
    "deduct": Deduct,
    "write_off": WriteOff,
    "extend": Extend,
    "reinstate": Reinstate,
    "tier_grant": TierGrant,
    "tier_lock": TierLock,
    "opening": Opening,
    "activity": Activity,
    "enrol": Enrol,
    "profile": ProfileChange,
    "consent": Consent,
}

BY_HAND = frozenset({"grant", "deduct", "write_off", "extend", "reinstate", "tier_grant", "tier_lock", "opening"})
"""What only those may send who may change what members have: not a till or a shop."""

INTERNAL = frozenset({"transfer_out", "transfer_in", "merge_out", "merge_in", "void", "restate", "tick"})
"""Kinds of events in the log that only operations of the product make."""

INTERNAL_FIELDS = frozenset({"caps", "partner", "pool"})
"""Fields of events in the log that only operations of the product fill."""

RESERVED_NAMES = frozenset({*SHAPES, *INTERNAL})
"""An activity may not be called this: expressions would take it for something else."""

Raw = dict[str, Any]
