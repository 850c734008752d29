"""What came in: the catalogue of events, how good they were, and which wait for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from regulars.domain.arrivals.errors import ParkedMissing
from regulars.domain.arrivals.models import PARKED_TEXT, EventCount, EventField, EventName, ParkedEvent
from regulars.domain.arrivals.policy import names_in
from regulars.domain.arrivals.types import OUTCOMES, ParkedState, ParkedView
from regulars.platform.clock import from_us
from regulars.platform.encryption import decrypt
from regulars.platform.paging import Page, PageRequest, page_of

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


def list_parked(
    programme_id: int, request: PageRequest, *, waiting: bool = True, member_id: int | None = None
) -> Page[ParkedView]:
    """Events that wait for a person, or about which was decided, newest first; those that name a member."""
    rows = ParkedEvent.objects.filter(programme_id=programme_id).defer("text").order_by("-id")
    rows = rows.filter(state=ParkedState.WAITING) if waiting else rows.exclude(state=ParkedState.WAITING)
    if member_id is not None:
        rows = rows.filter(members__contains=f",{member_id},")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(parked_view(row) for row in page.items), page.next_cursor)


def count_parked(programme_id: int) -> int:
    """How many events wait for a person."""
    return ParkedEvent.objects.filter(programme_id=programme_id, state=ParkedState.WAITING).count()


def waiting_numbers(programme_id: int, limit: int = 500) -> list[int]:
    """The numbers of events that wait, oldest first."""
    rows = ParkedEvent.objects.filter(programme_id=programme_id, state=ParkedState.WAITING)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def find_parked(programme_id: int, number: int) -> ParkedView:
    """One event that waits, or waited; raises ParkedMissing."""
    return parked_view(parked_row(programme_id, number))


def parked_texts(programme_id: int, numbers: Iterable[int]) -> dict[int, str]:
    """Events as they were read, of those that were not taken in or erased."""
    rows = ParkedEvent.objects.filter(programme_id=programme_id, id__in=list(numbers), text__isnull=False)
    found = rows.values_list("id", "text")
    return {number: decrypt(text, PARKED_TEXT) for number, text in found if text is not None}


def chosen_members(programme_id: int, digests: Iterable[bytes]) -> dict[bytes, int]:
    """Whose events are that people decided about, by digest."""
    rows = ParkedEvent.objects.filter(programme_id=programme_id, digest__in=list(digests), state=ParkedState.TAKEN)
    found = rows.filter(member_id__isnull=False).values_list("digest", "member_id")
    return {bytes(digest): member for digest, member in found if member is not None}


def parked_row(programme_id: int, number: int, *, lock: bool = False) -> ParkedEvent:
    """The row of an event, for this context only; raises ParkedMissing."""
    rows = ParkedEvent.objects.select_for_update() if lock else ParkedEvent.objects.all()
    row = rows.filter(programme_id=programme_id, pk=number).first() if 0 < number < 2**63 else None
    if row is None:
        raise ParkedMissing(number=number)
    return row


def parked_view(row: ParkedEvent) -> ParkedView:
    """The row as others see it."""
    return ParkedView(
        id=row.pk,
        source=row.source,
        event_id=row.event_id,
        kind=row.kind,
        kinds=tuple(row.kinds.split(", ")),
        members=names_in(row.members),
        occurred_at=from_us(row.occurred_at),
        parked_at=from_us(row.parked_at),
        times=row.times,
        state=ParkedState(row.state),
        member_id=row.member_id,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else from_us(row.decided_at),
    )
