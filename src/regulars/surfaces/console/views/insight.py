"""Insight: classes, scores, clusters, cohorts and what follows from them, as charts and as tables."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.platform.clock import from_us
from regulars.platform.sheets import Sheet
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.insight_pages import BY_NAME, PAGES, InsightPage
from regulars.surfaces.console.insight_parts import drawn
from regulars.surfaces.console.insight_sources import SOURCES
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web import insight_words as words
from regulars.surfaces.web.insight_data import Made
from regulars.surfaces.web.tables import table_file


@require_safe
@console_page(Permission.SEE_INSIGHT)
def insight(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One page of insight: its sheets, of which one may be chosen by the address where several share a code."""
    shown = _page(name)
    made = SOURCES[shown.source].find(desk.programme.id)
    context = _progress(desk, shown) | {
        "shown": shown,
        "pages": PAGES,
        "made": made,
        "may_run": desk.may(Permission.MANAGE_INSIGHT),
        "may_edit": desk.may(Permission.MANAGE_INSIGHT),
    }
    if made is not None:
        context |= _told(desk, shown, made, request.GET.get("of", ""))
    return page(request, desk, "console/insight.html", context)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def insight_file(_request: HttpRequest, desk: Desk, name: str, sheet: str, kind: str) -> HttpResponse:
    """A table of a page as CSV or XLSX, with all its rows."""
    shown, document = _page(name), desk.programme.document
    made = SOURCES[shown.source].find(desk.programme.id)
    found = next((one for one in _sheets(shown, made) if one.name == sheet), None)
    if found is None or kind not in ("csv", "xlsx"):
        raise Http404
    headings = [words.column_title(one, document) for one in found.columns]
    rows = [
        [words.plain(value, column.unit, document) for value, column in zip(row, found.columns, strict=True)]
        for row in found.rows
    ]
    return table_file(found.name.replace(":", "-"), kind, headings, rows)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def insight_progress(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """How far the work has come, for a page that asks again and again."""
    shown = _page(name)
    context = _progress(desk, shown) | {"shown": shown}
    return progress_page(request, desk, "console/insight_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_insight(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Have everything computed anew, each kind by a job of its own."""
    shown = _page(name)
    for source in SOURCES.values():
        source.ask(desk.programme.id, desk.who.username)
    notify(request, _("Insight is being computed anew."))
    return HttpResponseRedirect(reverse("console:insight", args=[shown.name]))


def _page(name: str) -> InsightPage:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _sheets(shown: InsightPage, made: Made | None) -> list[Sheet]:
    """The sheets of a page, in its order."""
    found = () if made is None else made.sheets
    return [one for code in shown.sheets for one in found if one.code == code]


def _told(desk: Desk, shown: InsightPage, made: Made, asked: str) -> dict[str, Any]:
    """What was computed, and the sheets that are chosen."""
    document, sheets = desk.programme.document, _sheets(shown, made)
    choices = [one for one in sheets if one.code == shown.choose and one.key]
    chosen = next((one for one in choices if one.key == asked), choices[0] if choices else None)
    kept = [one for one in sheets if one not in choices or one is chosen]
    codes = {note.code for one in kept for note in one.notes}
    return {
        "made_at": from_us(made.made_at),
        "seconds": f"{made.took_ms / 1000:.1f}",
        "sheets": [drawn(one, document) for one in kept],
        "choices": [(one.key, words.title_of(one, document), one is chosen) for one in choices],
        "notes": [words.said(note, document) for note in made.notes if note.code not in codes],
    }


def _progress(desk: Desk, shown: InsightPage) -> dict[str, Any]:
    return progress_of(SOURCES[shown.source].job(desk.programme.id))
