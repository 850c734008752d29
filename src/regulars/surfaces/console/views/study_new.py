"""A new study: the draft edited beside the programme in force, with findings as one types; and histories for it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.programmes import queries as programmes
from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.policy import changes_between
from regulars.domain.programmes.types import Comparison
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import Given, PartView, Responding, StudyView
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.reading.differences import plain_differences, told_differences
from regulars.surfaces.console.response_forms import ResponseForm
from regulars.surfaces.console.study_forms import StudyForm
from regulars.surfaces.console.study_waiting import to_study
from regulars.surfaces.web.formatting import day, moment
from regulars.surfaces.web.messages import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.RUN_STUDIES)
def new_study(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Choose a history, edit a draft, and have it replayed. What was typed is never lost."""
    sent, known = (request.POST if request.method == "POST" else None), _known(request, desk)
    form, responses = StudyForm(sent, initial=_initial(request, desk, known)), ResponseForm(sent, _responding(known))
    form.offer(queries.list_histories(desk.programme.id), programmes.list_versions(desk.programme.id))
    text = request.POST.get("text", "").replace("\r\n", "\n") if form.is_bound else str(form.initial["text"])
    status = 200
    if form.is_bound:
        valid = [form.is_valid(), responses.is_valid()]
        if all(valid) and (made := _created(desk, form, responses)) is not None:
            return to_study(made)
        status = 422
    context = findings_context(desk, text) | {
        "form": form,
        "responses": responses,
        "live_text": programmes.text_of(desk.programme.version_id),
        "live_number": desk.programme.number,
        "own": queries.own_history(desk.programme.id),
    }
    return page(request, desk, "console/study_new.html", context, status=status)


@require_POST
@console_page(Permission.RUN_STUDIES)
def study_findings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is to say about a text as it is being typed, and what it changes."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return page(request, desk, "console/study_findings.html", findings_context(desk, text))


def findings_context(desk: Desk, text: str) -> dict[str, Any]:
    """Findings about a text, and what it changes against the version in force."""
    findings = programmes.findings_of(desk.programme.id, text)
    errors = sum(finding.severity == "error" for finding in findings)
    context: dict[str, Any] = {
        "findings": findings,
        "errors": errors,
        "marks": " ".join(f"{finding.line}:{finding.severity}" for finding in findings if finding.line),
    }
    try:
        document = load_programme(text)
    except ProgrammeRefused:
        return context | {"unreadable": True}
    live = desk.programme.document
    comparison = Comparison(live, document, tuple(changes_between(live, document)), ())
    differences = plain_differences(comparison) if errors else told_differences(comparison)
    return context | {"against": desk.programme.number, "differences": differences}


def _created(desk: Desk, form: StudyForm, responses: ResponseForm) -> int | None:
    """Put the question; None when it was refused, and the form then says why."""
    others = []
    for number in form.cleaned_data["others"]:
        version = programmes.find_version(desk.programme.id, int(number))
        others.append(
            Given(_("Version %(number)s") % {"number": number}, programmes.text_of(version.version_id), version.number)
        )
    base = form.cleaned_data["base"]
    same = base is not None and _text_of(desk, base) == form.cleaned_data["text"]
    asked = form.asked(desk.programme.id, others, base if same else None, responses.responding)
    try:
        return operations.create_study(asked, desk.who.username).id
    except ProgrammeInvalid as error:
        form.add_error("text", text_of(error))
    except DomainError as error:
        form.add_error(None, text_of(error))
    return None


def _known(request: HttpRequest, desk: Desk) -> StudyView | None:
    """The study from which this one is made."""
    study_id = request.GET.get("study", "")
    return queries.study(desk.programme.id, int(study_id)) if study_id.isdigit() else None


def _responding(known: StudyView | None) -> Responding | None:
    return None if known is None else known.responding


def _initial(request: HttpRequest, desk: Desk, view: StudyView | None) -> dict[str, object]:
    """What the form begins with: the version in force, another version, or a draft of an earlier study."""
    today = day(moment(clock.now()).date())
    given: dict[str, object] = {"name": _("Study of %(date)s") % {"date": today}, "draft_name": _("Draft")}
    number = request.GET.get("from", "")
    if view is not None:
        place = request.GET.get("place", "")
        part = next((one for one in view.drafts if str(one.place) == place), view.drafts[0])
        return given | {
            "draft_name": part.name,
            **_text_from(request, view, part),
            "history": str(view.history_id or "own"),
            "since_on": view.since_on,
            "until_on": view.until_on,
            "percent": f"{view.share / 100:g}",
            "baseline": "0" if view.as_logged else str(view.parts[0].number),
        }
    if number.isdigit():
        named = _("Version %(number)s") % {"number": number}
        return given | {"draft_name": named, "text": _text_of(desk, int(number)), "base": int(number)}
    if (history := request.GET.get("history", "")).isdigit():
        given["history"] = history
    return given | {"text": _text_of(desk, desk.programme.number), "base": desk.programme.number}


def _text_from(request: HttpRequest, view: StudyView, part: PartView) -> dict[str, object]:
    """The text of a draft of a study; with another value of the number that was swept, where one is asked for."""
    sweep = view.answer.sweep if view.answer else None
    try:
        value = Decimal(request.GET.get("value", ""))
    except InvalidOperation:
        return {"text": part.text, "base": part.number}
    tried = sweep is not None and any(one.value == value and one.results for one in sweep.points)
    if sweep is None or not tried:
        return {"text": part.text, "base": part.number}
    return {"text": queries.text_with_value(part.text, sweep, value)}


def _text_of(desk: Desk, number: int) -> str:
    return programmes.text_of(programmes.find_version(desk.programme.id, number).version_id)
