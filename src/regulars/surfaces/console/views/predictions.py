"""Predictions: all models, the card of one, members by their risk, and what is predicted of one member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.predictions import operations, queries
from regulars.domain.predictions.types import Card, Level, Run
from regulars.engine.time import date_of
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest, encode_cursor
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.prediction_parts import card_line, member_panel, risk_file_row, risk_line, risk_titles
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web import prediction_words as words
from regulars.surfaces.web.prediction_tables import RISKS, tables_of
from regulars.surfaces.web.tables import table_file

_PER_PAGE = 50
_HISTORY = 12


@dataclass(frozen=True)
class _Listed:
    """A page of a list that goes by place."""

    next_cursor: str | None


@require_safe
@console_page(Permission.SEE_INSIGHT)
def predictions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All models: in use with what they reached, or refused with the reason."""
    run = queries.find_run(desk.programme.id)
    context = _progress(desk) | {"run": run, "may_run": desk.may(Permission.MANAGE_INSIGHT)}
    if run is not None:
        context |= _dated(run) | {"lines": [card_line(card, desk.programme.document.currency) for card in run.cards]}
    return page(request, desk, "console/predictions.html", context)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def predictions_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the work has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/predictions_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_predictions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Copy what is new into the history, and predict."""
    operations.ask_for_refresh(desk.programme.id, desk.who.username)
    notify(request, _("The models are being fitted and tested."))
    return HttpResponseRedirect(reverse("console:predictions"))


@require_safe
@console_page(Permission.SEE_INSIGHT)
def prediction(request: HttpRequest, desk: Desk, model: str) -> HttpResponse:
    """The card of a model, with those of earlier refreshes."""
    run, card = _card(desk, model)
    currency = desk.programme.document.currency
    before = [
        (date_of(one.as_of_day), card_line(found, currency))
        for one in queries.list_runs(desk.programme.id, _HISTORY)
        if (found := one.card(card.model)) is not None
    ]
    context = _dated(run) | {
        "line": card_line(card, currency),
        "card": card,
        "tested_on": date_of(card.test_day) if card.test_day else None,
        "tables": tables_of(card, currency),
        "before": before,
        "is_risk": card.model in RISKS,
        "parameters": [(words.chosen(words.PARAMETERS[name]), f"{value:,.4g}") for name, value in card.parameters],
    }
    return page(request, desk, "console/prediction.html", context)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def prediction_file(_request: HttpRequest, desk: Desk, model: str, table: str, kind: str) -> HttpResponse:
    """A table of a card as a file."""
    _run, card = _card(desk, model)
    for one in tables_of(card, desk.programme.document.currency):
        if one.id == table and kind in ("csv", "xlsx"):
            return table_file(f"{model}-{table}", kind, one.titles, one.plain)
    raise Http404


@require_safe
@console_page(Permission.SEE_INSIGHT)
def risks(request: HttpRequest, desk: Desk, model: str) -> HttpResponse:
    """Members by their risk, the likeliest first, with reasons; of one level or of all."""
    run, card = _risk_card(desk, model)
    level, cursor = _level(request), request.GET.get("after") or None
    begun = PageRequest(cursor).after(1)
    start = begun[0] if begun else 0
    asked = queries.Asked(desk.programme.code, run.as_of_day, card.model, level, start, _PER_PAGE + 1)
    found = queries.list_risks(asked)
    names = names_in(desk, (one.member for one in found))
    further = encode_cursor((start + _PER_PAGE,)) if len(found) > _PER_PAGE else None
    context = _dated(run) | {
        "line": card_line(card, desk.programme.document.currency),
        "card": card,
        "found": _Listed(further),
        "first_page": cursor is not None,
        "lines": [risk_line(one, card, names) for one in found[:_PER_PAGE]],
        "tabs": [("", _("All"), card.scored)]
        + [(one.level.value, words.level_name(one.level), one.members) for one in card.levels],
        "level": level.value if level else "",
    }
    return page(request, desk, "console/prediction_members.html", context)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def risks_file(request: HttpRequest, desk: Desk, model: str, kind: str) -> HttpResponse:
    """The same as a file, all of them; members by number."""
    run, card = _risk_card(desk, model)
    if kind not in ("csv", "xlsx"):
        raise Http404
    most = max(card.scored, 1)
    asked = queries.Asked(desk.programme.code, run.as_of_day, card.model, _level(request), 0, most)
    currency, level = desk.programme.document.currency, request.GET.get("level", "") if asked.level else ""
    found = noted(desk, Export(f"prediction {model}", kind, {"level": level}), queries.list_risks(asked))
    return table_file(f"{model}-members", kind, risk_titles(), (risk_file_row(one, card, currency) for one in found))


@require_safe
@console_page(Permission.SEE_INSIGHT)
def member_predictions(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What is predicted of a member: a part of the member's page."""
    run = queries.find_run(desk.programme.id)
    context: dict[str, Any] = {"run": run}
    if run is not None:
        found = queries.scores_of(desk.programme.code, run.as_of_day, member_id)
        context |= _dated(run) | {"panel": member_panel(found, run, desk.programme.document.currency)}
    return page(request, desk, "console/member_predictions.html", context)


def _card(desk: Desk, model: str) -> tuple[Run, Card]:
    run = queries.last_run(desk.programme.id)
    return run, queries.card_of(run, model)


def _risk_card(desk: Desk, model: str) -> tuple[Run, Card]:
    """The same of a model of risk; others have no list of members."""
    run, card = _card(desk, model)
    if card.model not in RISKS:
        raise Http404
    return run, card


def _level(request: HttpRequest) -> Level | None:
    wanted = request.GET.get("level", "")
    return next((one for one in Level if one.value == wanted), None)


def _dated(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "as_of": date_of(run.as_of_day),
        "made_at": from_us(run.made_at),
        "seconds": f"{run.took_ms / 1000:.1f}",
    }


def _progress(desk: Desk) -> dict[str, Any]:
    """The job at work, if one is, and why the last one failed, if it did."""
    return progress_of(operations.refresh_job(desk.programme.id))
