"""What events there are, how good what came in was, and deciding about what waits for a person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.domain.arrivals.queries import data_quality, event_catalogue, find_parked, list_parked
from regulars.domain.arrivals.types import ParkedView
from regulars.domain.intake import operations
from regulars.platform import clock
from regulars.surfaces.api.identity_shapes import (
    ChooseBody,
    DayCount,
    DropBody,
    EventKindShape,
    FieldShape,
    ParkedPage,
    ParkedShape,
    QualityShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["data"])
READ, WRITE = Key("data:read"), Key("data:write")
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


@router.get("/data/parked", auth=READ, response=ParkedPage, summary="Events that wait for a person")
def list_waiting(request: HttpRequest, paging: Query[Paging], *, decided: bool = False) -> ParkedPage:
    """Events whose identifiers name different members, newest first; with `decided` those that wait no longer."""
    page = list_parked(key_of(request).programme_id, paging.request(), waiting=not decided)
    return ParkedPage(items=[_parked(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/data/parked/{number}/choose", auth=WRITE, response=ParkedShape, summary="Whose an event is")
def choose(request: HttpRequest, number: int, body: ChooseBody) -> ParkedShape:
    """Take it in as one of the members that it names; 422 for anybody else, 409 where the programme refuses it."""
    key = key_of(request)
    operations.choose_member(key.programme_id, number, body.member, key.created_by)
    return _parked(find_parked(key.programme_id, number))


@router.post("/data/parked/{number}/retry", auth=WRITE, response=ParkedShape, summary="Try an event again")
def retry(request: HttpRequest, number: int) -> ParkedShape:
    """Take it in as whoever its identifiers name by now, as after a merge; 409 while they contradict each other."""
    key = key_of(request)
    operations.try_again(key.programme_id, number, key.created_by)
    return _parked(find_parked(key.programme_id, number))


@router.post("/data/parked/{number}/drop", auth=WRITE, response=ParkedShape, summary="Drop an event")
def drop(request: HttpRequest, number: int, body: DropBody) -> ParkedShape:
    """Say that it is nobody's, and why. It is kept, and may be chosen a member for later."""
    key = key_of(request)
    operations.drop_parked(key.programme_id, number, body.reason, key.created_by)
    return _parked(find_parked(key.programme_id, number))


def _parked(one: ParkedView) -> ParkedShape:
    return ParkedShape(**asdict(one) | {"state": one.state.value})
