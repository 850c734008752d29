"""Histories that studies can be made on: the programme's own, and those from files, whose columns somebody explains."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.history.policy.mappings import attributes_of
from regulars.domain.intake.types.files import Mapping
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import HistoryState, HistoryView
from regulars.platform.errors import DomainError, Invalid, Missing
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.import_forms import OrdersMappingForm
from regulars.surfaces.console.import_words import cell_lines, mapping_problems
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import progress_page
from regulars.surfaces.console.study_forms import HistoryForm
from regulars.surfaces.console.study_words import HISTORY_STATES
from regulars.surfaces.web.file_problems import counted_problems
from regulars.surfaces.web.messages import text_for, text_of

_SHOWN_PROBLEMS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.RUN_STUDIES)
def study_histories(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Histories that studies can be made on, and a form to bring a file of past orders."""
    form = HistoryForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = operations.upload_history(desk.programme.id, file.name, file.chunks(), desk.who.username)
        except DomainError as error:
            form.add_error("file", text_of(error))
        else:
            return _to(brought.id)
    own = queries.own_history(desk.programme.id)
    context = {
        "form": form,
        "own": own,
        "may_refresh": desk.may(Permission.MANAGE_INSIGHT),
        "own_failed": text_for(own.failure["code"], own.failure["params"]) if own.failure else "",
        "lines": [
            (one, HISTORY_STATES[one.state], sum(one.rejected.values()))
            for one in queries.list_histories(desk.programme.id)
        ],
    }
    return page(request, desk, "console/study_histories.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.RUN_STUDIES)
def study_history(request: HttpRequest, desk: Desk, history_id: int) -> HttpResponse:
    """A history from a file: what its columns are, how far it has come, and which rows make no event."""
    history = queries.find_history(desk.programme.id, history_id)
    if history.state not in (HistoryState.MAPPING, HistoryState.FAILED) or not history.has_file:
        return page(request, desk, "console/study_history.html", _context(history))
    known = queries.history_file(desk.programme.id, history_id)
    form = OrdersMappingForm(known, attributes_of(desk.programme.document), request.POST or None)
    mapping = known.mapping
    if form.is_bound:
        if form.is_valid():
            mapping = form.mapping()
        if form.is_valid() and "build" in request.POST and _built(desk, history_id, form):
            return _to(history_id)
    checked = _checked(desk, history_id, mapping, form) if not form.errors else {}
    context = _context(history) | {"form": form, "file": known, **checked}
    return page(request, desk, "console/study_history.html", context, status=422 if form.errors else 200)


@require_safe
@console_page(Permission.RUN_STUDIES)
def history_progress(request: HttpRequest, desk: Desk, history_id: int) -> HttpResponse:
    """Whether the history is built, for a page that asks again and again."""
    history = queries.find_history(desk.programme.id, history_id)
    running = history.state is HistoryState.BUILDING
    return progress_page(request, desk, "console/history_progress.html", _context(history), running=running)


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_history(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Bring the programme's own history up to date."""
    operations.refresh_history(desk.programme.id, desk.who.username)
    notify(request, _("The history is being brought up to date."))
    return HttpResponseRedirect(reverse("console:study_histories"))


@require_POST
@console_page(Permission.RUN_STUDIES)
def delete_history(request: HttpRequest, desk: Desk, history_id: int) -> HttpResponse:
    """Remove a history built from a file."""
    try:
        operations.delete_history(desk.programme.id, history_id, desk.who.username)
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("Deleted."))
    return HttpResponseRedirect(reverse("console:study_histories"))


def _to(history_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("console:study_history", args=[history_id]))


def _built(desk: Desk, history_id: int, form: OrdersMappingForm) -> bool:
    """Have the history built, or say why its columns do not do."""
    try:
        operations.build_from(desk.programme.id, history_id, form.mapping(), desk.who.username)
    except Invalid as error:
        for problem in mapping_problems(error):
            form.add_error(None, problem)
        return False
    return True


def _checked(desk: Desk, history_id: int, mapping: Mapping, form: OrdersMappingForm) -> dict[str, Any]:
    """What would come of the first rows; before somebody has chosen, what is missing is said without blame."""
    try:
        checked = queries.checked_rows(desk.programme.id, history_id, mapping)
    except Invalid as error:
        problems = list(mapping_problems(error))
        if form.is_bound:
            for problem in problems:
                form.add_error(None, problem)
        return {"missing": problems}
    return {"checked": checked, "problems": cell_lines(checked.findings[:_SHOWN_PROBLEMS])}


def _context(history: HistoryView) -> dict[str, Any]:
    failure = history.failure
    return {
        "history": history,
        "state": HISTORY_STATES[history.state],
        "failed": text_for(failure["code"], failure["params"]) if failure else "",
        "left_out": sum(history.rejected.values()),
        "rejected": list(counted_problems(history.rejected, history.findings)),
        "problems": cell_lines(history.findings),
        "percent": 0,
    }
