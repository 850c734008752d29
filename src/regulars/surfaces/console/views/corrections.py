"""Corrected rules: proposed with a preview of every difference, decided by a second person, posted with progress."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.corrections import operations, queries
from regulars.domain.corrections.types import CorrectionState, CorrectionView, Narrow, NewCorrection
from regulars.domain.programmes.queries import list_versions
from regulars.domain.programmes.types import VersionState
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.correction_forms import CommentForm, ProposalForm
from regulars.surfaces.console.correction_lines import NARROWED, STATES, change_line, changes_csv, totals_view
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25
_READY = (VersionState.APPROVED, VersionState.PUBLISHED)


@require_safe
@console_page(Permission.SEE_LEDGER)
def corrections(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Corrected rules, newest first."""
    cursor = request.GET.get("after") or None
    found = queries.list_corrections(desk.programme.id, PageRequest(cursor, _PER_PAGE))
    context = {
        "found": found,
        "lines": [(one, STATES[one.state]) for one in found.items],
        "first_page": cursor is not None,
        "may_propose": desk.may(Permission.PROPOSE_CORRECTIONS),
    }
    return page(request, desk, "console/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.PROPOSE_CORRECTIONS)
def propose_correction(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Propose that an approved version should have been in force since the past."""
    form = ProposalForm(request.POST or None)
    versions = [one for one in list_versions(desk.programme.id) if one.state in _READY]
    form.offer([(one.number, f"{one.number} · {one.reason or one.author}") for one in versions])
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        asked = NewCorrection(given["number"], clock.to_us(given["since"]), given["reason"], desk.who.username)
        try:
            made = operations.propose_correction(desk.programme.id, asked)
            notify(request, _("The preview is being made. Somebody else decides once it is there."))
            return HttpResponseRedirect(reverse("console:correction", args=[made.id]))
        except DomainError as error:
            form.add_error(None, text_of(error))
    return page(request, desk, "console/correction_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@console_page(Permission.SEE_LEDGER)
def correction(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponse:
    """The sums, who is concerned and how, and the decision."""
    programme_id, document = desk.programme.id, desk.programme.document
    view = queries.correction(programme_id, correction_id)
    cursor, narrow = request.GET.get("after") or None, _narrow(request)
    found = queries.list_lines(programme_id, correction_id, PageRequest(cursor, _PER_PAGE), narrow)
    names = names_in(desk, [line.member_id for line in found.items])
    open_ = view.state in (CorrectionState.PREVIEWING, CorrectionState.PROPOSED)
    context = _progress(view) | {
        "found": found,
        "first_page": cursor is not None,
        "lines": [change_line(document, line, names) for line in found.items],
        "state": STATES[view.state],
        "foreseen": totals_view(document, view.foreseen) if view.previewed_at else None,
        "posted": totals_view(document, view.posted) if view.posted_at else None,
        "tabs": [(one.value, name) for one, name in NARROWED.items() if one is not Narrow.DIFFERENT or view.posted_at],
        "narrow": narrow.value,
        "form": CommentForm(),
        "own": view.proposed_by == desk.who.username,
        "may_decide": open_ and desk.may(Permission.APPROVE_CORRECTIONS),
        "may_propose": open_ and desk.may(Permission.PROPOSE_CORRECTIONS),
        "may_post": view.state is CorrectionState.POSTING and desk.may(Permission.APPROVE_CORRECTIONS),
        "may_download": desk.may(Permission.SEE_OVERVIEW) and view.previewed_at is not None,
    }
    return page(request, desk, "console/correction.html", context)


@require_safe
@console_page(Permission.SEE_LEDGER)
def correction_progress(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponse:
    """How far the preview or the posting has come, for a page that asks again and again."""
    context = _progress(queries.correction(desk.programme.id, correction_id))
    return progress_page(request, desk, "console/correction_progress.html", context, running=context["running"])


@require_safe
@console_page(Permission.SEE_OVERVIEW)
def correction_file(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponseBase:
    """Everybody for whom something changes, as a CSV file."""
    queries.correction(desk.programme.id, correction_id)
    narrow = _narrow(request)
    export = Export(f"correction {correction_id}", "csv", {"tab": narrow.value})
    lines = noted(desk, export, queries.iterate_lines(desk.programme.id, correction_id, narrow))
    content = changes_csv(desk.programme.document, lines)
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="correction-{correction_id}.csv"'
    return response


@require_POST
@console_page(Permission.PROPOSE_CORRECTIONS)
def preview_again(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponse:
    """Make the preview anew."""
    try:
        operations.preview_again(desk.programme.id, correction_id, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:correction", args=[correction_id]))


@require_POST
@console_page(Permission.APPROVE_CORRECTIONS)
def post_again(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponse:
    """Go on with a posting that was given up."""
    try:
        operations.post_again(desk.programme.id, correction_id, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:correction", args=[correction_id]))


@require_POST
@console_page(Permission.APPROVE_CORRECTIONS)
def decide_correction(request: HttpRequest, desk: Desk, correction_id: int) -> HttpResponse:
    """Approve or reject a proposal."""
    form, who, programme_id = CommentForm(request.POST), desk.who.username, desk.programme.id
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        try:
            if request.POST.get("decision") == "approved":
                operations.approve_correction(programme_id, correction_id, who, comment)
                notify(request, _("Approved. The restatements are being posted."))
            else:
                operations.reject_correction(programme_id, correction_id, who, comment)
                notify(request, _("The correction is rejected."))
        except DomainError as error:
            warn(request, text_of(error))
    else:
        warn(request, _("Not done: look at what was filled in."))
    return HttpResponseRedirect(reverse("console:correction", args=[correction_id]))


def _narrow(request: HttpRequest) -> Narrow:
    asked = request.GET.get("tab", "")
    return next((one for one in Narrow if one.value == asked), Narrow.ALL)


def _progress(view: CorrectionView) -> dict[str, Any]:
    """The job at work, if one is; what it could not do, if it gave up."""
    at_work = view.state in (CorrectionState.PREVIEWING, CorrectionState.POSTING)
    job = queries.correction_job(view.id) if at_work else None
    return progress_of(job) | {"view": view, "previewing": view.state is CorrectionState.PREVIEWING}
