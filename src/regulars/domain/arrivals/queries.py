"""What came in: the catalogue of events, and how good they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from regulars.domain.arrivals.models import EventCount, EventField, EventName
from regulars.domain.arrivals.types import OUTCOMES
from regulars.platform.clock import from_us

_GOOD = ("accepted", "late")


@dataclass(frozen=True)
class FieldView:
    """A field that events of a kind have had, with the types of its values."""

    field: str
    types: tuple[str, ...]
    first_at: datetime


@dataclass(frozen=True)
class EventKindView:
    """A kind of event, or an activity by its name; `days` are counts of the days that were asked for, oldest first.

    member_id and seq: where the latest one stands in the log.
    """

    kind: str
    name: str
    first_at: datetime
    last_at: datetime
    member_id: int
    seq: int
    fields: tuple[FieldView, ...]
    days: tuple[tuple[date, int], ...]

    @property
    def total(self) -> int:
        """How many there were on those days."""
        return sum(count for _, count in self.days)


@dataclass(frozen=True)
class QualityLine:
    """What came from a source on a day, and what became of it."""

    day: date
    source: str
    outcomes: dict[str, int]
    codes: dict[str, int]

    @property
    def total(self) -> int:
        """How many came."""
        return sum(self.outcomes.values())


def event_catalogue(programme_id: int, first: date, last: date) -> list[EventKindView]:
    """All kinds and activities ever seen, with their volume on each day of a span; those with most first."""
    rows = EventCount.objects.filter(programme_id=programme_id, day__range=(first, last), outcome__in=_GOOD)
    days: dict[tuple[str, str], dict[date, int]] = {}
    for kind, name, day, count in rows.values_list("kind", "name", "day").annotate(Sum("count")):
        days.setdefault((kind, name), {})[day] = count
    fields = _fields(programme_id)
    found = [
        EventKindView(
            kind=row.kind,
            name=row.name,
            first_at=from_us(row.first_at),
            last_at=from_us(row.last_at),
            member_id=row.member_id,
            seq=row.seq,
            fields=tuple(fields.get((row.kind, row.name), ())),
            days=tuple(sorted(days.get((row.kind, row.name), {}).items())),
        )
        for row in EventName.objects.filter(programme_id=programme_id)
    ]
    return sorted(found, key=lambda one: (-one.total, one.kind, one.name))


def data_quality(programme_id: int, first: date, last: date, source: str = "") -> list[QualityLine]:
    """What came on each day from each source, latest day first; from one source."""
    rows = EventCount.objects.filter(programme_id=programme_id, day__range=(first, last))
    if source:
        rows = rows.filter(source=source)
    lines: dict[tuple[date, str], QualityLine] = {}
    for day, sender, outcome, code, count in rows.values_list("day", "source", "outcome", "code").annotate(
        Sum("count")
    ):
        line = lines.setdefault((day, sender), QualityLine(day, sender, dict.fromkeys(OUTCOMES, 0), {}))
        line.outcomes[outcome] = line.outcomes.get(outcome, 0) + count
        if code:
            line.codes[code] = line.codes.get(code, 0) + count
    return sorted(lines.values(), key=lambda line: (-line.day.toordinal(), line.source))


def event_sources(programme_id: int) -> list[str]:
    """From where events have come."""
    rows = EventCount.objects.filter(programme_id=programme_id).order_by("source")
    return list(rows.values_list("source", flat=True).distinct())


def _fields(programme_id: int) -> dict[tuple[str, str], list[FieldView]]:
    kept: dict[tuple[str, str], dict[str, FieldView]] = {}
    for row in EventField.objects.filter(programme_id=programme_id).order_by("field", "type"):
        of = kept.setdefault((row.kind, row.name), {})
        known = of.get(row.field, FieldView(row.field, (), from_us(row.first_at)))
        first = min(known.first_at, from_us(row.first_at))
        of[row.field] = FieldView(row.field, (*known.types, row.type), first)
    return {key: list(of.values()) for key, of in kept.items()}
