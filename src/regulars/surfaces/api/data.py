"""What events there are, and how good what came in was."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.domain.arrivals.queries import data_quality, event_catalogue
from regulars.platform import clock
from regulars.surfaces.api.identity_shapes import DayCount, EventKindShape, FieldShape, QualityShape
from regulars.surfaces.api.keys import Key, key_of

router = Router(tags=["data"])
READ = Key("data:read")
_DAYS = 30


class Span(Schema):
    """Days in UTC, both included; the last thirty where nothing is said."""

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")

    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        last = self.last or clock.now().date()
        return self.first or last - timedelta(days=_DAYS - 1), last


@router.get("/data/events", auth=READ, response=list[EventKindShape], summary="The catalogue of events")
def list_event_kinds(request: HttpRequest, span: Query[Span]) -> list[EventKindShape]:
    """Every kind and activity ever taken in, with fields and volumes."""
    return [
        EventKindShape(
            kind=one.kind,
            name=one.name,
            first_at=one.first_at,
            last_at=one.last_at,
            fields=[FieldShape(field=f.field, types=list(f.types), first_at=f.first_at) for f in one.fields],
            days=[DayCount(day=day, count=count) for day, count in one.days],
            total=one.total,
            example_trace_id=f"{one.member_id}-{one.seq}",
        )
        for one in event_catalogue(key_of(request).programme_id, *span.days())
    ]


@router.get("/data/quality", auth=READ, response=list[QualityShape], summary="What became of what came in")
def show_quality(request: HttpRequest, span: Query[Span], source: str = "") -> list[QualityShape]:
    """By day and source: accepted, late, duplicate, unknown, rejected, and codes of what was wrong."""
    found = data_quality(key_of(request).programme_id, *span.days(), source)
    return [QualityShape(**asdict(one)) for one in found]
