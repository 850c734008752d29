"""Versions of the programme: the list, one version with what it changes, and its review."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.policy import running_pilot, version_for_all
from regulars.domain.programmes.types import WHOLE, Decision, VersionState, VersionView
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.reading.differences import plain_differences, told_differences
from regulars.surfaces.console.study_page import studies_beside
from regulars.surfaces.console.version_forms import ReviewForm
from regulars.surfaces.console.version_words import STATES, VersionLine, share_words, start_line
from regulars.surfaces.web.finding_words import refused_words
from regulars.surfaces.web.messages import text_of

_REVIEWABLE = (VersionState.IN_REVIEW,)
_PUBLISHABLE = (VersionState.APPROVED, VersionState.PUBLISHED)
_WITHDRAWABLE = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def versions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All versions, and all that came or will come into force."""
    plan, now = queries.schedule(desk.programme.id), clock.now_us()
    live, pilot = version_for_all(plan, now), running_pilot(plan)
    shares = {live.version_id: share_words(live.share)} if live else {}
    if pilot is not None and pilot.starts_at <= now:
        shares[pilot.version_id] = share_words(pilot.share)
    lines = [
        VersionLine(view, STATES[view.state], shares.get(view.version_id, ""))
        for view in queries.list_versions(desk.programme.id)
    ]
    context = {
        "lines": lines,
        "starts": [start_line(record) for record in queries.list_activations(desk.programme.id)],
        "pilot": pilot,
        "live_number": desk.programme.number,
        "may_draft": desk.may(Permission.DRAFT_PROGRAMME),
        "may_publish": desk.may(Permission.PUBLISH_PROGRAMME),
    }
    return page(request, desk, "console/versions.html", context)


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def version(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One version: whose it is, why, what it changes, what is to say against it, and what can be done with it."""
    view = queries.find_version(desk.programme.id, number)
    context = version_context(desk, view) | {"may": _deeds(desk, view), "studies": studies_beside(desk, view)}
    return page(request, desk, "console/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.REVIEW_PROGRAMME)
def review_version(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Approve or reject; the author is told why they may not."""
    view = queries.find_version(desk.programme.id, number)
    form = ReviewForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        decision = Decision.APPROVED if request.POST.get("decision") == Decision.APPROVED else Decision.REJECTED
        comment, actor = form.cleaned_data["comment"], desk.who.username
        if done(form, lambda: operations.review_version(view.version_id, decision, comment, actor)):
            text = _("Approved. It can be published now.") if decision is Decision.APPROVED else _("Rejected.")
            notify(request, text)
            return to_version(number)
        status = 422
    context = version_context(desk, view) | {
        "form": form,
        "own": view.author == desk.who.username,
        "open": view.state in _REVIEWABLE,
        "studies": studies_beside(desk, view),
    }
    return page(request, desk, "console/version_review.html", context, status=status)


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def withdraw_version(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Give up a version of one's own."""
    view = queries.find_version(desk.programme.id, number)
    try:
        operations.withdraw_version(view.version_id, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("Withdrawn."))
    return to_version(number)


def version_context(desk: Desk, view: VersionView) -> dict[str, Any]:
    """What pages about one version show of it: differences to the version in force and findings."""
    live = desk.programme
    findings = queries.findings_of(live.id, queries.text_of(view.version_id)) if not _is_settled(view) else []
    context: dict[str, Any] = {
        "view": view,
        "state": STATES[view.state],
        "findings": findings,
        "errors": sum(finding.severity == "error" for finding in findings),
    }
    against = _compared_with(desk, view)
    if against is None:
        return context
    try:
        comparison = queries.compare(against.version_id, view.version_id)
    except ProgrammeInvalid:
        return context | {"unreadable": True}
    return context | {
        "against": against.number,
        "differences": plain_differences(comparison) if context["errors"] else told_differences(comparison),
        "lines": comparison.lines,
    }


def _is_settled(view: VersionView) -> bool:
    """Whether nothing can come of findings any more."""
    return view.state in (VersionState.PUBLISHED, VersionState.REJECTED)


def _compared_with(desk: Desk, view: VersionView) -> VersionView | None:
    """The version in force; of what was published, the one that it was made from."""
    if view.state is VersionState.PUBLISHED:
        return queries.find_version(desk.programme.id, view.base_number) if view.base_number else None
    return queries.find_version(desk.programme.id, desk.programme.number)


def _deeds(desk: Desk, view: VersionView) -> dict[str, bool]:
    """What the person at the desk can do with the version."""
    own = view.author == desk.who.username
    drafts = desk.may(Permission.DRAFT_PROGRAMME)
    publishes = desk.may(Permission.PUBLISH_PROGRAMME)
    in_force = view.version_id == desk.programme.version_id
    return {
        "edit": drafts and own and view.state is VersionState.DRAFT,
        "withdraw": drafts and own and view.state in _WITHDRAWABLE,
        "copy": drafts,
        "review": desk.may(Permission.REVIEW_PROGRAMME) and view.state in _REVIEWABLE,
        "publish": publishes and view.state in _PUBLISHABLE and not in_force,
        "roll_back": publishes and not in_force and _was_for_all(view),
    }


def _was_for_all(view: VersionView) -> bool:
    """Whether the version was in force for everybody before, so that it can be gone back to."""
    now = clock.now_us()
    return any(
        one.version_id == view.version_id and one.share == WHOLE and one.starts_at <= now
        for one in queries.schedule(view.programme_id).activations
    )


def done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Do it; a refusal becomes an error of the form."""
    try:
        deed()
    except DomainError as error:
        form.add_error(None, text_of(error))
        for finding in error.params.get("findings", ()):
            form.add_error(None, refused_words(finding))
        return False
    return True


def to_version(number: int) -> HttpResponse:
    """The page of a version."""
    return HttpResponseRedirect(reverse("console:version", args=[number]))
