"""What events there are, and how good what came in was."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.arrivals.queries import (
    EventKindView,
    QualityLine,
    count_parked,
    data_quality,
    event_catalogue,
    event_sources,
)
from regulars.domain.arrivals.types import OUTCOMES as KINDS
from regulars.domain.ledger.errors import EventMissing
from regulars.domain.ledger.queries import event_of
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.identity_forms import DaysForm, QualityForm
from regulars.surfaces.console.identity_words import OUTCOMES
from regulars.surfaces.web.messages import text_for
from regulars.surfaces.web.tables import Cell, table_file

_FORMATS = ("csv", "xlsx")


@require_safe
@console_page(Permission.SEE_DATA)
def event_catalogue_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All kinds and activities seen, with fields, volumes and an example."""
    form = DaysForm(request.GET or None)
    first, last = form.span()
    found = event_catalogue(desk.programme.id, first, last)
    if request.GET.get("format") in _FORMATS:
        rows = [(one.kind, one.name, day.isoformat(), count) for one in found for day, count in one.days]
        return table_file("events", request.GET["format"], ("kind", "name", "day", "events"), rows)
    largest = max((one.total for one in found), default=0)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "lines": [(one, _example(desk, one), one.total * 100 / largest if largest else 0) for one in found],
    }
    return page(request, desk, "console/event_catalogue.html", context)


@require_safe
@console_page(Permission.SEE_DATA)
def data_quality_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What came by day and source, and what became of it."""
    form = QualityForm(event_sources(desk.programme.id), request.GET or None)
    first, last = form.span()
    source = form.cleaned_data["source"] if form.is_bound and form.is_valid() else ""
    found = data_quality(desk.programme.id, first, last, source)
    if request.GET.get("format") in _FORMATS:
        lines: list[list[Cell]] = [[one.day.isoformat(), one.source, *_counts(one)] for one in found]
        return table_file("data-quality", request.GET["format"], ("day", "source", *KINDS), lines)
    totals = {kind: sum(one.outcomes[kind] for one in found) for kind in KINDS}
    codes: dict[str, int] = {}
    for one in found:
        for code, count in one.codes.items():
            codes[code] = codes.get(code, 0) + count
    context: dict[str, Any] = {
        "form": form,
        "waiting": count_parked(desk.programme.id),
        "headings": [OUTCOMES[kind] for kind in KINDS],
        "lines": [(one, _counts(one)) for one in found],
        "totals": [(OUTCOMES[kind], totals[kind]) for kind in KINDS],
        "all": sum(totals.values()),
        "codes": sorted(((count, code, _text(code)) for code, count in codes.items()), reverse=True)[:20],
    }
    return page(request, desk, "console/data_quality.html", context)


def _counts(one: QualityLine) -> list[int]:
    return [one.outcomes[kind] for kind in KINDS]


def _text(code: str) -> str:
    """What is wrong, without the particulars of one event."""
    return text_for(code, {}).replace("{", "").replace("}", "")


def _example(desk: Desk, one: EventKindView) -> str:
    """The latest event of the kind as the log has it; free texts only for who may see personal data."""
    try:
        body = event_of(desk.programme.id, one.member_id, one.seq).body
    except EventMissing:
        return ""
    if not desk.may(Permission.SEE_PERSONAL_DATA):
        body = {name: value for name, value in body.items() if name not in {"reason", "attributes"}}
    return json.dumps(body, ensure_ascii=False, indent=2)
