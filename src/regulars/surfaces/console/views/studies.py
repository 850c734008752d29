"""The replay studio: studies listed, one with its answer, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import StudyView
from regulars.platform import clock
from regulars.platform.errors import DomainError, Missing
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import percent_of, progress_page
from regulars.surfaces.console.study_forms import HandInForm, LinkForm, StudySearchForm
from regulars.surfaces.console.study_page import answer_context, top_shifts
from regulars.surfaces.console.study_waiting import to_study
from regulars.surfaces.console.study_words import STATES, question_lines
from regulars.surfaces.console.sweep_forms import SearchForm, SweepForm
from regulars.surfaces.web.messages import text_for, text_of

_PER_PAGE = 25
_QUICK_MS, _SLOW_MS = 150, 1000
_QUICK_FOR_US = 5_000_000


@require_safe
@console_page(Permission.SEE_STUDIES)
def studies(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Studies, newest first."""
    cursor, form = request.GET.get("after") or None, StudySearchForm(request.GET)
    search = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = queries.list_studies(desk.programme.id, PageRequest(cursor, _PER_PAGE), search)
    context = {
        "form": form,
        "found": found,
        "lines": [(one, STATES[one.state]) for one in found.items],
        "first_page": cursor is not None,
        "search": search,
        "may_run": desk.may(Permission.RUN_STUDIES),
    }
    return page(request, desk, "console/studies.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """What was asked, how far it has come, and what came of it."""
    return study_page(request, desk, queries.study(desk.programme.id, study_id))


def study_page(request: HttpRequest, desk: Desk, view: StudyView, forms: dict[str, Any] | None = None) -> HttpResponse:
    """The page of a study; `forms`: those that were sent and say what is wrong with them."""
    may_run, own = desk.may(Permission.RUN_STUDIES), view.author == desk.who.username
    context: dict[str, Any] = _progress(view) | {
        "state": STATES[view.state],
        "question": question_lines(view),
        "failed": text_for(view.failure["code"], view.failure["params"]) if view.failure else "",
        "may_run": may_run,
        "may_delete": may_run and own and not view.is_open,
        "may_draft": desk.may(Permission.DRAFT_PROGRAMME),
    }
    if view.answer is not None:
        context |= answer_context(view, view.answer)
        context |= top_shifts(desk, view, view.answer) | {
            "link_form": LinkForm(),
            "hand_in_form": HandInForm(),
            "sweep_form": SweepForm(view),
            "search_form": SearchForm(view),
        }
        context["links"] = [
            (one, request.build_absolute_uri(reverse("console:shared_study", args=[one.token])))
            for one in queries.list_links(desk.programme.id, view.id)
            if one.revoked_at is None and one.expires_at > clock.now_us()
        ]
    status = 422 if forms else 200
    return page(request, desk, "console/study.html", context | (forms or {}), status=status)


@require_safe
@console_page(Permission.SEE_STUDIES)
def study_progress(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """How far the work has come, for a page that asks again and again."""
    view = queries.study(desk.programme.id, study_id)
    return progress_page(request, desk, "console/study_progress.html", _progress(view), running=view.is_open)


@require_POST
@console_page(Permission.RUN_STUDIES)
def run_study_again(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """Answer the same question on the history as it is by now."""
    _done(request, lambda: operations.run_again(desk.programme.id, study_id, desk.who.username))
    return to_study(study_id)


@require_POST
@console_page(Permission.RUN_STUDIES)
def cancel_study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """Stop answering."""
    if _done(request, lambda: operations.cancel_study(desk.programme.id, study_id, desk.who.username)):
        notify(request, _("Cancelled."))
    return HttpResponseRedirect(reverse("console:study", args=[study_id]))


@require_POST
@console_page(Permission.RUN_STUDIES)
def delete_study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """Remove a study of one's own."""
    if not _done(request, lambda: operations.delete_study(desk.programme.id, study_id, desk.who.username)):
        return HttpResponseRedirect(reverse("console:study", args=[study_id]))
    notify(request, _("Deleted."))
    return HttpResponseRedirect(reverse("console:studies"))


def _done(request: HttpRequest, deed: Callable[[], object]) -> bool:
    """Do it, or say why not; what is not there is answered as such."""
    try:
        deed()
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
        return False
    return True


def _progress(view: StudyView) -> dict[str, Any]:
    """How far the work has come, and how soon to ask again."""
    quick = clock.now_us() - (view.started_at or view.created_at) < _QUICK_FOR_US
    percent = percent_of(view.done, view.total)
    return {
        "view": view,
        "percent": percent,
        "told": f"{percent:.0f}%" if view.total else "",
        "pause": _QUICK_MS if quick else _SLOW_MS,
    }
