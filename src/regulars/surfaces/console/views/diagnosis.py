"""The diagnosis: what is amiss, how the programme does, and changes that open as drafts with their replay."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.diagnosis import operations, queries
from regulars.domain.diagnosis.errors import DiagnosisMissing
from regulars.domain.diagnosis.types import Made
from regulars.domain.programmes.queries import find_version
from regulars.platform.clock import from_us
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.diagnosis_lines import (
    found_lines,
    measure_line,
    measure_lines,
    outcome_lines,
    scores,
    sheets_of,
)
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web import diagnosis_words as words
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.SEE_STUDIES)
def diagnosis(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The last diagnosis: findings first, then outcomes and the fifteen measures."""
    made, document = _made(desk), desk.programme.document
    context = _progress(desk) | {"made": made, "may_run": desk.may(Permission.MANAGE_INSIGHT)}
    if made is not None:
        told = made.diagnosis
        context |= {
            "told": told,
            "made_at": from_us(told.made_at),
            "last_at": from_us(told.last_at),
            "scores": scores(told),
            "found": found_lines(told, document),
            "outcomes": outcome_lines(told.effects, document),
            "lines": measure_lines(told, document),
            "notes": [words.said(note, document) for note in told.notes],
            "outdated": made.version_id != desk.programme.version_id,
            "may_open": _may_open(desk, made),
            "opened": [(one, words.measure_name(one.measure)) for one in queries.list_opened(desk.programme.id, 10)],
        }
    return page(request, desk, "console/diagnosis.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def measure(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One measure with its evidence."""
    made, document = queries.last_diagnosis(desk.programme.id), desk.programme.document
    found = next((one for one in made.diagnosis.measures if one.id == name), None)
    if found is None:
        raise Http404
    context = {
        "line": measure_line(found, document),
        "found": found_lines(made.diagnosis, document, name),
        "sheets": sheets_of(found.evidence, document),
        "may_open": _may_open(desk, made),
        "alone": True,
    }
    return page(request, desk, "console/diagnosis_measure.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def diagnosis_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the diagnosis has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/diagnosis_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def make_diagnosis(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Copy what is new into the history, and diagnose."""
    operations.ask_for_diagnosis(desk.programme.id, desk.who.username)
    notify(request, _("The programme is being diagnosed."))
    return HttpResponseRedirect(reverse("console:diagnosis"))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def open_proposal(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a draft of a proposed change; its replay follows."""
    key = request.POST.get("proposal", "")
    made = _made(desk)
    try:
        reason = _reason(made, key, desk)
        opened = operations.open_proposal(desk.programme.id, key, desk.who.username, reason)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:diagnosis"))
    notify(request, _("The change is a draft of yours now. It is being replayed."))
    return HttpResponseRedirect(reverse("console:opened_proposal", args=[opened.number]))


@require_safe
@console_page(Permission.SEE_STUDIES)
def opened_proposal(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """A change that became a draft, beside the version in force on the same history."""
    return page(request, desk, "console/diagnosis_opened.html", _opened(desk, number))


@require_safe
@console_page(Permission.SEE_STUDIES)
def opened_progress(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """How far the replay of a change has come."""
    context = _opened(desk, number)
    return progress_page(request, desk, "console/diagnosis_replaying.html", context, running=context["running"])


def _opened(desk: Desk, number: int) -> dict[str, Any]:
    opened, job = queries.find_opened(desk.programme.id, number), operations.replay_job(desk.programme.id, number)
    return progress_of(None if opened.replay else job) | {
        "opened": opened,
        "measure": words.measure_name(opened.measure),
        "reason": find_version(desk.programme.id, number).reason,
        "sheets": sheets_of(opened.replay, desk.programme.document),
    }


def _made(desk: Desk) -> Made | None:
    try:
        return queries.last_diagnosis(desk.programme.id)
    except DiagnosisMissing:
        return None


def _may_open(desk: Desk, made: Made) -> bool:
    """Whether a change may become a draft: by the role, and while the version is the one that was diagnosed."""
    return desk.may(Permission.DRAFT_PROGRAMME) and made.version_id == desk.programme.version_id


def _reason(made: Made | None, key: str, desk: Desk) -> str:
    """What the draft is for: the words of the proposal; a proposal that is not there is refused by the operation."""
    proposals = [] if made is None else [one for one in made.diagnosis.proposals() if one.key == key]
    return " ".join(words.said(one.said, desk.programme.document) for one in proposals[:1])


def _progress(desk: Desk) -> dict[str, Any]:
    """The job at work, if one is, and why the last one failed, if it did."""
    return progress_of(operations.diagnosis_job(desk.programme.id))
