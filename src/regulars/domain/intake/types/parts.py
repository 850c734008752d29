"""What public events are made of: the member, lines of a basket, and what every event has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from regulars.domain.intake.types.values import Attributes, Instant, Key, Label, Money, Quantity, Sentence

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
    external_ids: dict[str, Sentence] = Field(
        default={}, max_length=10, description="ids of further systems by the name that the programme declares"
    )


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
    tax: Money | None = None


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
