"""The health of benefits: who has, uses and repeats each, what it costs, what its users spend, and what may help."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefit_health import operations, queries
from regulars.domain.benefit_health.types import HealthReport
from regulars.platform.clock import from_us
from regulars.platform.errors import DomainError
from regulars.surfaces.console.benefit_health_page import flag_lines, health_lines, opened_lines
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web import benefit_health_words as words
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.SEE_STUDIES)
def benefit_health(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The report on a quarter, that of the address or the newest that was read: flags first, then every benefit."""
    asked = request.GET.get("quarter", "")[:6]
    read = {one.name: one for one in queries.quarters_read(desk.programme.id)}
    offered = sorted({*read, *queries.quarters_offered(desk.programme.id)}, reverse=True)
    chosen = asked if asked in offered else next(iter(read), offered[0])
    report = queries.find_health(desk.programme.id, chosen) if chosen in read else None
    context = _progress(desk) | {
        "report": report,
        "quarter": chosen,
        "quarters": [(name, read.get(name)) for name in offered],
        "read_address": _address("console:read_benefit_health", chosen),
        "may_run": desk.may(Permission.MANAGE_INSIGHT),
    }
    if report is not None:
        context |= _told(desk, report)
    return page(request, desk, "console/benefit_health.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def benefit_health_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the reading has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/benefit_health_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def read_benefit_health(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Copy what is new into the history, and read the quarter of the address, or the last that is over."""
    quarter = request.GET.get("quarter", "")
    try:
        asked = operations.ask_for_health(desk.programme.id, quarter, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        told = _("The health of benefits is being read.")
        notify(request, told if asked else _("Benefits are being read already. Ask again when that is done."))
    return HttpResponseRedirect(_address("console:benefit_health", quarter))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def open_benefit_change(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a draft of a change that the report on the quarter of the address proposes."""
    key, quarter = request.POST.get("change", ""), request.GET.get("quarter", "")[:6]
    try:
        known = [one for one in queries.find_health(desk.programme.id, quarter).changes() if one.key == key]
        reason = " ".join(words.change_words(one, desk.programme.document) for one in known[:1])
        draft = operations.open_change(desk.programme.id, key, reason, desk.who.username, quarter)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(_address("console:benefit_health", quarter))
    notify(request, _("The change is a draft of yours now."))
    return HttpResponseRedirect(reverse("console:draft_benefits", args=[draft.number]))


def _told(desk: Desk, report: HealthReport) -> dict[str, Any]:
    """What a page says of a report, with the quarter before beside it."""
    document, programme_id = desk.programme.document, desk.programme.id
    before = queries.health_before(programme_id, report)
    opened = opened_lines(queries.opened_changes(programme_id, report), document)
    outdated = report.version_id != desk.programme.version_id
    return {
        "made_at": from_us(report.made_at),
        "before": before,
        "lines": health_lines(report, before, document),
        "flags": flag_lines(report, opened, document),
        "opened": opened,
        "unrecorded": words.record_words(report),
        "notes": words.notes(),
        "outdated": outdated,
        "may_open": desk.may(Permission.DRAFT_PROGRAMME) and not outdated,
        "open_address": _address("console:open_benefit_change", report.quarter.name),
    }


def _progress(desk: Desk) -> dict[str, Any]:
    return progress_of(operations.health_job(desk.programme.id))


def _address(name: str, quarter: str) -> str:
    return reverse(name) + (f"?{urlencode({'quarter': quarter})}" if quarter else "")
