"""Segments: the list, the page of one, its members as files, and the segments of a member."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pyroaring import BitMap64

from regulars.domain.access.policy import Permission
from regulars.domain.segments import operations, queries
from regulars.domain.segments.types import Past, SegmentView
from regulars.platform.errors import DomainError
from regulars.platform.paging import LARGEST, Page, PageRequest
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.people import primary_identifier
from regulars.surfaces.console.progress import progress_of
from regulars.surfaces.console.segment_words import cause_name, kind_name
from regulars.surfaces.console.use_lines import lines_of_uses
from regulars.surfaces.console.views.segment_overlap import overlap_chart
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import day
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.tables import table_file

_OVERLAPS = 12


@require_safe
@console_page(Permission.SEE_INSIGHT)
def segments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All segments with size and trend; a text in the address narrows them, `archived` shows those put away."""
    text, archived = request.GET.get("text", "")[:100].strip(), "archived" in request.GET
    found = queries.list_segments(desk.programme.id, text, archived=archived)
    context = progress_of(operations.refresh_job(desk.programme.id)) | {
        "lines": [(one, kind_name(one.kind), _change(one)) for one in found],
        "text": text,
        "archived": archived,
        "may_edit": desk.may(Permission.MANAGE_INSIGHT),
        "may_run": desk.may(Permission.MANAGE_INSIGHT),
    }
    return page(request, desk, "console/segments.html", context)


def _change(one: SegmentView) -> int | None:
    """By how much the size changed over the days of the trend."""
    return one.trend[-1] - one.trend[0] if len(one.trend) > 1 else None


@require_safe
@console_page(Permission.SEE_INSIGHT)
def segment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """A segment: definition, size over time, who came and went, members now or at an instant, overlap, use."""
    found = queries.find_segment(desk.programme.id, code)
    instant = _instant(request.GET.get("at", ""))
    present = queries.members_of(desk.programme.id, code)
    problem, past = "", Past(present, recorded=True)
    if instant is not None:
        try:
            past = operations.who_was_in(desk.programme.id, code, instant)
        except DomainError as error:
            problem, past = text_of(error), Past(BitMap64(), recorded=True)
    shown = queries.members_page(past.members, PageRequest(request.GET.get("cursor"), 25))
    days = queries.days_of(desk.programme.id, code)
    moves = queries.moves_of(desk.programme.id, code, PageRequest(request.GET.get("moves"), 15))
    overlaps = queries.overlaps_of(desk.programme.id, present, code)[:_OVERLAPS]
    context: dict[str, Any] = {
        "segment": found,
        "kind": kind_name(found.kind),
        "chart": _chart(days),
        "days": list(reversed(days[-31:])),
        "moves": [(one, cause_name(one.cause)) for one in moves.items],
        "next_moves": moves.next_cursor,
        "people": _people(desk, shown),
        "count": len(past.members),
        "recorded": past.recorded,
        "next_cursor": shown.next_cursor,
        "at": request.GET.get("at", "") if instant else "",
        "problem": problem,
        "overlaps": overlaps,
        "meets": overlap_chart(found.size, overlaps),
        "uses": lines_of_uses(queries.uses_of_segment(desk.programme.id, code)),
        "versions": queries.list_versions(desk.programme.id, code)[:10],
        "may_edit": desk.may(Permission.MANAGE_INSIGHT),
        "may_grant": desk.may(Permission.MANAGE_BENEFITS) and found.as_of is not None and not found.archived,
    }
    return page(request, desk, "console/segment.html", context)


def _instant(text: str) -> datetime | None:
    """An instant of an address, in the programme's zone where it names none."""
    try:
        given = parse_datetime(text) if text else None
    except ValueError:
        return None
    return timezone.make_aware(given) if given is not None and timezone.is_naive(given) else given


def _people(desk: Desk, shown: Page[int]) -> list[tuple[int, str, str]]:
    """Number, name and identifier of members, masked for whom they have to be; some may be no members of ours."""
    views = {one.id: one for one in people_in(desk, shown.items)}
    return [
        (number, (views[number].name or "") if number in views else "", _identifier(views, number))
        for number in shown.items
    ]


def _identifier(views: dict[int, Any], number: int) -> str:
    return primary_identifier(views[number]) if number in views else ""


def _chart(days: list[Any]) -> Chart | None:
    if len(days) < 2:
        return None
    labels = tuple(day(one.day) for one in days)
    series = (Series(_("Members"), tuple(one.size for one in days)),)
    return Chart("segment-size", _("Members at the end of each day"), "line", _("Day"), labels, series)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def segment_file(request: HttpRequest, desk: Desk, code: str, kind: str) -> HttpResponse:
    """Members as CSV or XLSX, now or at an instant: numbers, names and identifiers as the role may see them.

    It is noted who took it.
    """
    if kind not in ("csv", "xlsx"):
        raise Http404
    members, instant = queries.members_of(desk.programme.id, code), _instant(request.GET.get("at", ""))
    if instant is not None:
        members = operations.who_was_in(desk.programme.id, code, instant).members
    rows, cursor = [], None
    while True:
        shown = queries.members_page(members, PageRequest(cursor, LARGEST))
        rows += _people(desk, shown)
        cursor = shown.next_cursor
        if cursor is None:
            break
    taken = noted(desk, Export(f"segment {code}", kind), rows)
    return table_file(f"segment-{code}", kind, [_("Member"), _("Name"), _("Identifier")], taken)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def member_segments(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """The part of a member's page about segments: now, and how they came and went."""
    moves = queries.moves_of_member(desk.programme.id, member_id, 20)
    context = {
        "inside": queries.segments_of(desk.programme.id, member_id),
        "moves": [(one, cause_name(one.cause)) for one in moves],
    }
    return page(request, desk, "console/member_segments.html", context)
