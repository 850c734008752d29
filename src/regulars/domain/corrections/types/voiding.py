"""Values of events that are taken back or put right."""

from __future__ import annotations

from dataclasses import dataclass, field

from regulars.domain.ledger.types import EventView, Stand


@dataclass(frozen=True)
class NewVoid:
    """An event that should not have been: whose, its number in their log, and why it is taken back."""

    member_id: int
    seq: int
    reason: str
    actor: str


@dataclass(frozen=True)
class LineAmendment:
    """What a line should have said; None leaves a figure as it is, and a quantity of 0 takes the line out."""

    quantity: int | None = None
    amount_minor: int | None = None


@dataclass(frozen=True)
class Amendment:
    """What an event should have said; None leaves a figure as it is.

    `occurred_at` is an instant in microseconds, `points` are in the wallet's smallest unit, `lines` go by line id.
    """

    occurred_at: int | None = None
    amount_minor: int | None = None
    points: int | None = None
    lines: dict[str, LineAmendment] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """How the member stood and how they stand after an event was taken back, or would stand.

    `void_seq` is the number of the event that takes back, `new_seq` that of the event that stands instead, if any.
    """

    before: Stand
    after: Stand
    void_seq: int
    new_seq: int | None = None


@dataclass(frozen=True)
class EventStory:
    """An event, the one that took it back and the one that stands instead, if any.

    `corrects` is the number of the event for which it stands; `voidable`: it can be taken back alone, and was not yet.
    """

    event: EventView
    voided_by: EventView | None
    instead: EventView | None
    corrects: int | None
    voidable: bool
