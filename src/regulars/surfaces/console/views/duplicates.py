"""Members who may be one person, side by side, for people to decide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.duplicates.operations import TASK, reject_suggestion, start_search
from regulars.domain.duplicates.queries import list_suggestions
from regulars.domain.duplicates.types import SuggestionView
from regulars.platform.errors import DomainError
from regulars.platform.jobs import JobView, newest_job
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.identity_words import reasons_in_words
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import identifiers_of, label_of
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web.formatting import number as in_digits
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 20


@require_safe
@console_page(Permission.MERGE_MEMBERS)
def duplicates(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Pairs that wait for a decision, likeliest first, or those that were said not to be the same."""
    cursor, decided = request.GET.get("after") or None, request.GET.get("show") == "rejected"
    found = list_suggestions(desk.programme.id, PageRequest(cursor, _PER_PAGE), decided=decided)
    ids = sorted({one for line in found.items for one in (line.pair.first, line.pair.second)})
    people = {view.id: view for view in people_in(desk, ids)}
    job = _job(desk)
    context = {
        "found": found,
        "lines": [_line(one, people) for one in found.items],
        "first_page": cursor is not None,
        "decided": decided,
        "job": job,
        **_progress(job),
    }
    return page(request, desk, "console/duplicates.html", context)


@require_safe
@console_page(Permission.MERGE_MEMBERS)
def duplicates_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the search has come."""
    told = _progress(_job(desk))
    return progress_page(request, desk, "console/progress.html", told, running=told["running"])


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def search_duplicates(request: HttpRequest, desk: Desk) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Have a job compare all members."""
    start_search(desk.programme.id, desk.who.username)
    return HttpResponseRedirect(reverse("console:duplicates"))


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def reject_duplicate(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Remember that two members are not the same."""
    try:
        reject_suggestion(desk.programme.id, number, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("They are not suggested again."))
    return HttpResponseRedirect(reverse("console:duplicates"))


def _job(desk: Desk) -> JobView | None:
    return newest_job(TASK, programme_id=desk.programme.id)


def _progress(job: JobView | None) -> dict[str, Any]:
    told = progress_of(job)
    return told | {
        "ask": reverse("console:duplicates_progress"),
        "back": reverse("console:duplicates"),
        "title": _("Members are being compared"),
        "told": f"{in_digits(told['done'])} / {in_digits(told['total'])}",
    }


def _line(one: SuggestionView, people: dict[int, Any]) -> dict[str, Any]:
    both = [people[number] for number in (one.pair.first, one.pair.second) if number in people]
    return {
        "one": one,
        "percent": min(round(one.pair.score * 100), 99),
        "reasons": reasons_in_words(one.pair.reasons),
        "people": [(view, label_of(view), identifiers_of(view)) for view in both],
    }
