"""Campaigns: a benefit for everybody in a segment, looked at before, followed, reported on and withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.campaigns import operations, queries
from regulars.domain.campaigns.types import Estimate, Fate, Outcome
from regulars.domain.segments.queries import list_segments
from regulars.platform.errors import DomainError
from regulars.platform.paging import LARGEST, PageRequest
from regulars.surfaces.console.campaign_forms import CampaignForm
from regulars.surfaces.console.campaign_words import campaign_lines, fate_name
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.giving_forms import ReasonForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import primary_identifier
from regulars.surfaces.console.progress import percent_of, progress_page
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.tables import table_file


@require_safe
@console_page(Permission.SEE_MEMBERS)
def campaigns(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All campaigns, newest first, or those of one benefit."""
    asked = PageRequest(request.GET.get("cursor"), 25)
    found = queries.list_campaigns(desk.programme.id, asked, request.GET.get("benefit", "")[:40])
    context = {
        "lines": campaign_lines(desk.programme, found.items),
        "next_cursor": found.next_cursor,
        "may_grant": desk.may(Permission.MANAGE_BENEFITS),
    }
    return page(request, desk, "console/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_BENEFITS)
def new_campaign(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose who gets what; then see how many they are, some of them and the cost; then grant."""
    segments = [one for one in list_segments(desk.programme.id) if one.as_of is not None]
    chosen = {name: request.GET.get(name, "") for name in ("segment", "benefit")}
    form = CampaignForm(desk.programme.document, segments, request.POST or None, chosen)
    found: Estimate | None = None
    if form.is_bound and form.is_valid():
        new = form.asked(desk.who.username)
        try:
            found = queries.estimate(desk.programme.id, new)
            if "grant" in request.POST and form.cleaned_data["size"] == found.size:
                operations.start_campaign(desk.programme.id, new)
                notify(request, _("Started. Who got it and who did not stands here."))
                return HttpResponseRedirect(reverse("console:campaign", args=[new.code]))
        except DomainError as error:
            form.add_error(None, text_of(error))
            found = None
    changed = found is not None and "grant" in request.POST
    context = {
        "form": form,
        "found": found,
        "changed": changed,
        "currency": desk.programme.document.currency,
        "sample": _named(desk, found.sample) if found else [],
    }
    return page(request, desk, "console/campaign_new.html", context, status=422 if form.errors else 200)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def campaign(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One campaign: what was granted to whom and why, how far it is, and who got it and who did not."""
    context = _context(desk, code)
    fate = request.GET.get("fate", "")
    fates = [Fate(fate)] if fate in {one.value for one in Fate} else []
    found = queries.list_outcomes(desk.programme.id, code, PageRequest(request.GET.get("cursor"), 25), fates)
    context |= {
        "fate": fate if fates else "",
        "outcomes": _told(desk, found.items),
        "next_cursor": found.next_cursor,
        "form": ReasonForm(),
        "may_grant": desk.may(Permission.MANAGE_BENEFITS),
        "may_export": desk.may(Permission.SEE_INSIGHT),
    }
    return page(request, desk, "console/campaign.html", context)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def campaign_progress(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """How far it is, for a page that asks again and again."""
    context = _context(desk, code)
    return progress_page(request, desk, "console/campaign_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_BENEFITS)
def run_campaign(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Grant to who came into the segment since, and go on where it stopped."""
    try:
        operations.run_again(desk.programme.id, code, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:campaign", args=[code]))


@require_POST
@console_page(Permission.MANAGE_BENEFITS)
def withdraw_campaign(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Withdraw all that it granted, with a reason."""
    try:
        reason = request.POST.get("reason", "")[:200]
        operations.withdraw_campaign(desk.programme.id, code, reason, desk.who.username)
        notify(request, _("Its grants are being withdrawn. What was used of them stays used."))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:campaign", args=[code]))


@require_safe
@console_page(Permission.SEE_INSIGHT)
def campaign_file(_request: HttpRequest, desk: Desk, code: str, kind: str) -> HttpResponse:
    """Who got it, who not and why, as CSV or XLSX, as the role may see members. It is noted who took it."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    rows: list[tuple[int, str, str, str, int | None]] = []
    cursor: str | None = None
    while True:
        found = queries.list_outcomes(desk.programme.id, code, PageRequest(cursor, LARGEST))
        rows += [
            (one.member_id, name, known, said, one.grant_id) for one, name, known, said in _told(desk, found.items)
        ]
        cursor = found.next_cursor
        if cursor is None:
            break
    headings = [_("Member"), _("Name"), _("Identifier"), _("What became of it"), _("Grant")]
    return table_file(f"campaign-{code}", kind, headings, noted(desk, Export(f"campaign {code}", kind), rows))


def _context(desk: Desk, code: str) -> dict[str, Any]:
    view = queries.find_campaign(desk.programme.id, code)
    return {
        "view": view,
        "line": campaign_lines(desk.programme, [view])[0],
        "running": view.at_work,
        "done": view.done,
        "total": view.total,
        "percent": percent_of(view.done, view.total),
    }


def _told(desk: Desk, outcomes: tuple[Outcome, ...]) -> list[tuple[Outcome, str, str, str]]:
    """Outcomes with name and identifier, masked for whom they have to be, and what became of them in words."""
    people = {one.id: one for one in people_in(desk, [o.member_id for o in outcomes])}
    return [
        (
            one,
            (people[one.member_id].name or "") if one.member_id in people else "",
            primary_identifier(people[one.member_id]) if one.member_id in people else "",
            fate_name(one.fate),
        )
        for one in outcomes
    ]


def _named(desk: Desk, numbers: tuple[int, ...]) -> list[tuple[int, str]]:
    views = people_in(desk, numbers)
    return [(one.id, primary_identifier(one)) for one in views]
