"""The grid of classes with its preview, members by class, and what is known of one member."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.rfm import operations, queries
from regulars.domain.rfm.errors import RfmMissing
from regulars.domain.rfm.policy.grids import checked
from regulars.domain.rfm.types import Axis, Grid, MemberValue, Part, RfmClass, ScorePart
from regulars.platform.errors import DomainError
from regulars.platform.sheets import Unit
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.rfm_forms import GridForm
from regulars.surfaces.web import insight_words as words
from regulars.surfaces.web.insight_columns import COLUMNS
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.tables import table_file

_PER_PAGE = 50
_MOST_IN_FILE = 1_000_000
_UNITS = {
    Part.RECENCY: Unit.DAYS,
    Part.FREQUENCY: Unit.COUNT,
    Part.MONEY: Unit.MONEY,
    Part.FULL_PRICE: Unit.SHARE,
    Part.KEPT: Unit.SHARE,
    Part.BREADTH: Unit.COUNT,
    Part.ENGAGEMENT: Unit.COUNT,
    Part.SENTIMENT: Unit.NUMBER,
}
_COLUMNS = (
    ("member", Unit.MEMBER),
    ("rfm_class", Unit.WORD),
    ("score", Unit.NUMBER),
    ("recency_days", Unit.DAYS),
    ("purchases", Unit.COUNT),
    ("spend", Unit.MONEY),
)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_INSIGHT)
def rfm_grid(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The grid in use; another one is shown with what it would change, then saved."""
    currency, current = desk.programme.document.currency, queries.current_grid(desk.programme.id)
    form = GridForm(currency, request.POST) if request.method == "POST" else GridForm.of(current.grid, currency)
    context: dict[str, Any] = {"form": form, "current": current, "versions": queries.list_grids(desk.programme.id, 10)}
    if request.method == "POST" and form.is_valid():
        try:
            grid = checked(form.grid())
            if "save" in request.POST:
                return _saved(request, desk, grid, form.cleaned_data["reason"])
            context["preview"] = _preview(desk, grid)
        except DomainError as error:
            form.add_error(None, text_of(error))
    return page(request, desk, "console/rfm_grid.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, desk: Desk, grid: Grid, reason: str) -> HttpResponse:
    operations.save_grid(desk.programme.id, grid, desk.who.username, reason)
    operations.ask_for_refresh(desk.programme.id, desk.who.username)
    notify(request, _("The grid is saved. Classes are being computed anew."))
    return HttpResponseRedirect(reverse("console:insight", args=["rfm"]))


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def undo_rfm_grid(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Go back to the grid before."""
    try:
        operations.undo_grid(desk.programme.id, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:rfm_grid"))
    operations.ask_for_refresh(desk.programme.id, desk.who.username)
    notify(request, _("The grid before is in use again. Classes are being computed anew."))
    return HttpResponseRedirect(reverse("console:rfm_grid"))


def _preview(desk: Desk, grid: Grid) -> dict[str, Any]:
    """Members of each class now and by the grid that is tried; a notice where nothing was computed yet."""
    try:
        now, then = operations.preview_grid(desk.programme.code, grid)
    except RfmMissing:
        return {"lines": []}
    lines = [
        (words.word(one.value), now[one.value], then[one.value], then[one.value] - now[one.value]) for one in RfmClass
    ]
    window = queries.current_grid(desk.programme.id).grid.window_days
    return {"lines": lines, "other_window": grid.window_days != window}


@require_safe
@console_page(Permission.SEE_INSIGHT)
def rfm_members(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Members of a class with their figures, by number; as a file where the address asks for one."""
    document = desk.programme.document
    asked = _class_asked(request)
    kind = request.GET.get("file", "")
    if kind in ("csv", "xlsx"):
        rows = _rows(desk, asked, -1, _MOST_IN_FILE)
        headings = [words.chosen(COLUMNS[code]) for code, _unit in _COLUMNS]
        told = [
            [words.plain(value, unit, document) for value, (_c, unit) in zip(row, _COLUMNS, strict=True)]
            for row in rows
        ]
        taken = noted(desk, Export("rfm", kind, {"class": asked}), told)
        return table_file(f"rfm-{asked or 'all'}", kind, headings, taken)
    after = request.GET.get("after", "")
    rows = _rows(desk, asked, int(after) if after.isdigit() and len(after) < 19 else -1, _PER_PAGE + 1)
    shown = rows[:_PER_PAGE]
    context = {
        "classes": [(one.value, words.word(one.value)) for one in RfmClass],
        "asked": asked,
        "headings": [(words.chosen(COLUMNS[code]), words.is_text(unit)) for code, unit in _COLUMNS],
        "lines": [
            (
                row[0],
                [
                    (words.shown(value, unit, document), words.is_text(unit))
                    for value, (_c, unit) in zip(row[1:], _COLUMNS[1:], strict=True)
                ],
            )
            for row in shown
        ],
        "next_after": shown[-1][0] if len(rows) > _PER_PAGE else None,
        "first_page": not after,
    }
    return page(request, desk, "console/rfm_members.html", context)


def _class_asked(request: HttpRequest) -> str:
    given = request.GET.get("class", "")
    return given if given in set(RfmClass) else ""


def _rows(desk: Desk, asked: str, after: int, limit: int) -> list[tuple[Any, ...]]:
    try:
        found = queries.list_members(desk.programme.code, asked, after, limit)
    except RfmMissing:
        return []
    names = ("member", "class", "score", "recency_days", "purchases", "spend")
    return [tuple(row[name] for name in names) for row in found]


@require_safe
@console_page(Permission.SEE_INSIGHT)
def member_value(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What a member's page shows of insight: class with history, score with its parts, groups, and look-alikes."""
    document, code = desk.programme.document, desk.programme.code
    value = queries.value_of(code, member_id)
    life = cohorts.life_of(code, member_id)
    context: dict[str, Any] = {"value": value, "life": life, "stage": words.word(life.stage.value) if life else ""}
    if value is not None:
        standing = clusters.standing_of(code, member_id)
        context |= {
            "class_name": words.word(value.rfm_class.value),
            "facts": _facts(value, desk),
            "parts": [_part(one, desk) for one in value.parts],
            "before": [(day, words.word(one.value)) for day, one in reversed(value.before)],
            "stages": [(day, words.word(one.value)) for day, one in reversed(life.before)] if life else [],
            "standing": standing,
            "cluster_name": words.traits(standing.cluster_name) if standing else "",
            "alike": [
                (one.member, words.traits(one.cluster_name), words.shown(one.spend_minor, Unit.MONEY, document))
                for one in clusters.look_alikes(code, member_id)
            ],
        }
    return page(request, desk, "console/member_value.html", context)


def _facts(value: MemberValue, desk: Desk) -> list[tuple[str, str, str]]:
    """Recency, frequency and money, each with its band."""
    document = desk.programme.document
    figures = (
        (Axis.RECENCY, value.recency_days, Unit.DAYS),
        (Axis.FREQUENCY, value.purchases, Unit.COUNT),
        (Axis.MONEY, value.spend_minor, Unit.MONEY),
    )
    return [
        (words.chosen(COLUMNS[_TITLES[axis]]), words.shown(figure, unit, document), words.word(f"band_{band}"))
        for (axis, figure, unit), band in zip(figures, value.bands, strict=True)
    ]


_TITLES = {Axis.RECENCY: "recency_days", Axis.FREQUENCY: "purchases", Axis.MONEY: "spend"}


def _part(one: ScorePart, desk: Desk) -> tuple[str, str, float, str]:
    """A part's name, what was measured, where that stands, and what it gives."""
    measured = words.shown(one.measured, _UNITS[one.part], desk.programme.document)
    return words.word(one.part.value), measured, one.standing, f"{one.gives:.1f}"
