"""One event of a member: what became of it; taken back, or put right."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from regulars.domain.corrections import operations
from regulars.domain.corrections.queries import event_story
from regulars.domain.corrections.types import Amendment, Difference, LineAmendment, NewVoid
from regulars.domain.ledger.queries import event_of
from regulars.domain.programmes.queries import live_programme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.platform.clock import to_us
from regulars.surfaces.api.correction_shapes import CorrectBody, DifferenceShape, EventShape, VoidBody
from regulars.surfaces.api.errors import PointsTooFine
from regulars.surfaces.api.giving import decimals_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import number_of
from regulars.surfaces.api.stands import stand_shape

router = Router(tags=["corrections"])
READ, WRITE = Key("ledger:read"), Key("corrections:write")
ONE = "/members/{member_id}/events/{seq}"


@router.get(ONE, auth=READ, response=EventShape, summary="One event")
def show_event(request: HttpRequest, member_id: str, seq: int) -> EventShape:
    """An event of the member's log by its number, and whether it was taken back or put right."""
    member = number_of(member_id)
    story = event_story(key_of(request).programme_id, member, seq)
    event = story.event
    return EventShape(
        trace_id=f"{member}-{seq}",
        kind=event.kind,
        source=event.source,
        id=event.event_id,
        occurred_at=event.occurred_at,
        accepted_at=event.accepted_at,
        body=event.body,
        voided_by=_name(member, story.voided_by.seq if story.voided_by else None),
        corrected_by=_name(member, story.instead.seq if story.instead else None),
        corrects=_name(member, story.corrects),
    )


@router.post(f"{ONE}/void/preview", auth=READ, response=DifferenceShape, summary="What taking it back would come to")
def preview_void(request: HttpRequest, member_id: str, seq: int, body: VoidBody) -> DifferenceShape:
    """The difference for the member; nothing is kept."""
    programme_id, asked = _asked(request, member_id, seq, body)
    return _shape(programme_id, asked.member_id, operations.preview_correction(programme_id, asked), kept=False)


@router.post(f"{ONE}/void", auth=WRITE, response=DifferenceShape, summary="Take an event back")
def void_event(request: HttpRequest, member_id: str, seq: int, body: VoidBody) -> DifferenceShape:
    """All that came after it is told anew without it, and the difference posted. 409: it was taken back before, or is a
    part of something larger.
    """
    programme_id, asked = _asked(request, member_id, seq, body)
    return _shape(programme_id, asked.member_id, operations.void_event(programme_id, asked), kept=True)


@router.post(f"{ONE}/correct/preview", auth=READ, response=DifferenceShape, summary="What putting it right would do")
def preview_correct(request: HttpRequest, member_id: str, seq: int, body: CorrectBody) -> DifferenceShape:
    """The difference for the member; nothing is kept."""
    programme_id, asked = _asked(request, member_id, seq, body)
    found = operations.preview_correction(programme_id, asked, _amendment(programme_id, asked, body))
    return _shape(programme_id, asked.member_id, found, kept=False)


@router.post(f"{ONE}/correct", auth=WRITE, response=DifferenceShape, summary="Put an event right")
def correct_event(request: HttpRequest, member_id: str, seq: int, body: CorrectBody) -> DifferenceShape:
    """Takes it back and puts another in its place, in one go: what it should have said, and when."""
    programme_id, asked = _asked(request, member_id, seq, body)
    found = operations.correct_event(programme_id, asked, _amendment(programme_id, asked, body))
    return _shape(programme_id, asked.member_id, found, kept=True)


def _asked(request: HttpRequest, member_id: str, seq: int, body: VoidBody) -> tuple[int, NewVoid]:
    key = key_of(request)
    return key.programme_id, NewVoid(number_of(member_id), seq, body.reason, key.created_by)


def _amendment(programme_id: int, asked: NewVoid, body: CorrectBody) -> Amendment:
    event = event_of(programme_id, asked.member_id, asked.seq)
    money = CURRENCY_DECIMALS[live_programme(programme_id).document.currency]
    points = decimals_of(programme_id).get(event.body.get("wallet", ""), 0)
    return Amendment(
        occurred_at=None if body.occurred_at is None else to_us(body.occurred_at),
        amount_minor=_units(body.amount, money),
        points=_units(body.points, points),
        lines={line.line_id: LineAmendment(line.quantity, _units(line.amount, money)) for line in body.lines},
    )


def _units(given: Decimal | None, decimals: int) -> int | None:
    """A figure in smallest units; raises PointsTooFine."""
    if given is None:
        return None
    scaled = given.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise PointsTooFine(given=f"{given:f}", decimals=decimals)
    return int(scaled)


def _name(member_id: int, seq: int | None) -> str | None:
    return None if seq is None else f"{member_id}-{seq}"


def _shape(programme_id: int, member_id: int, found: Difference, *, kept: bool) -> DifferenceShape:
    decimals = decimals_of(programme_id)
    return DifferenceShape(
        before=stand_shape(found.before, decimals),
        after=stand_shape(found.after, decimals),
        void_trace_id=_name(member_id, found.void_seq if kept else None),
        new_trace_id=_name(member_id, found.new_seq if kept else None),
    )
