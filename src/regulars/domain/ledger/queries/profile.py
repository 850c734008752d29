"""What members have said of themselves over time, as far as the programme declares it: from their own log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.domain.ledger.models import Event
from regulars.domain.ledger.queries.members import voids_of
from regulars.domain.ledger.queries.reading import event_view
from regulars.domain.programmes.queries import live_programme

Value = str | int | bool

BIRTH_MONTH = "birth_month"


@dataclass(frozen=True)
class AttributeChange:
    """A member said an attribute is this, from an instant on. `type`: as the programme declares it."""

    name: str
    type: str
    value: Value
    since: datetime
    seq: int


def attribute_history(programme_id: int, member_id: int, at: datetime | None = None) -> list[AttributeChange]:
    """Every change by an instant, else by now, latest first; what was told again unchanged is left out.

    Told late, a change stands where it happened. Events that were taken back say nothing.
    """
    types = {one.id: one.type for one in live_programme(programme_id).document.member_attributes}
    rows = Event.objects.filter(programme_id=programme_id, member_id=member_id, kind__in=["enrol", "profile"])
    gone = voids_of(programme_id, member_id)
    known: dict[str, Value] = {}
    changes: list[AttributeChange] = []
    for row in rows.order_by("occurred_at", "key"):
        event = event_view(row)
        if event.seq in gone or (at is not None and event.occurred_at > at):
            continue
        for name, value in _told(event.body):
            if known.get(name) != value:
                known[name] = value
                kind = types.get(name, "integer" if name == BIRTH_MONTH else "text")
                changes.append(AttributeChange(name, kind, value, event.occurred_at, event.seq))
    return changes[::-1]


def attributes_at(programme_id: int, member_id: int, at: datetime | None = None) -> list[AttributeChange]:
    """What holds of each attribute at an instant, else now, by name."""
    latest: dict[str, AttributeChange] = {}
    for change in attribute_history(programme_id, member_id, at):
        latest.setdefault(change.name, change)
    return [latest[name] for name in sorted(latest)]


def _told(body: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    yield from body.get("attributes", {}).items()
    if BIRTH_MONTH in body:
        yield BIRTH_MONTH, body[BIRTH_MONTH]
