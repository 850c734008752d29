"""Making and editing segments, with a preview before anything is saved; lists, archiving, and working out anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.segments import operations, queries
from regulars.domain.segments.errors import SegmentExpressionWrong
from regulars.domain.segments.policy.groups import read_back, written
from regulars.domain.segments.types import Condition, Groups, SegmentView
from regulars.platform.errors import DomainError
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import primary_identifier
from regulars.surfaces.console.segment_builder import FUNCTIONS, JOINS, changed, groups_in, operators_of
from regulars.surfaces.console.segment_forms import SegmentForm
from regulars.surfaces.console.segment_words import values_of
from regulars.surfaces.web.finding_words import refused_words
from regulars.surfaces.web.messages import text_for, text_of

_LARGEST_LIST = 8_000_000
_BAD_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_INSIGHT)
def new_segment(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a segment."""
    return _form_page(request, desk, None)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_INSIGHT)
def edit_segment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Edit a segment."""
    return _form_page(request, desk, queries.find_segment(desk.programme.id, code))


def _form_page(request: HttpRequest, desk: Desk, known: SegmentView | None) -> HttpResponse:
    posted = request.method == "POST"
    told = told_form(request.POST, desk)
    form = SegmentForm(known, told) if posted else SegmentForm.of(known) if known else SegmentForm(None)
    if posted and form.is_valid():
        new = form.new(desk.who.username)
        try:
            saved = (operations.edit_segment if known else operations.make_segment)(desk.programme.id, new)
        except DomainError as error:
            for problem in problems_of(error):
                form.add_error("expression" if isinstance(error, SegmentExpressionWrong) else None, problem)
        else:
            notify(request, _("The segment is saved."))
            return HttpResponseRedirect(reverse("console:segment", args=[saved.code]))
    text = str(form["expression"].value() or "")
    mode = request.POST.get("mode", "") if posted else "builder"
    context = {"form": form, "segment": known} | builder_context(desk, text, mode)
    return page(request, desk, "console/segment_edit.html", context, status=422 if form.errors else 200)


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def build_segment(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The conditions of the form after a button: one more, one less, as text, or built again."""
    action = request.POST.get("action", "")
    text = told_form(request.POST, desk).get("expression", "")
    if action in ("text", "builder"):
        context = builder_context(desk, text, action) | {"unreadable": action == "builder" and read_back(text) is None}
    else:
        groups = changed(groups_in(request.POST, _kinds(desk)), action)
        context = _built(desk, groups)
    return page(request, desk, "console/segment_conditions.html", context)


def told_form(data: Mapping[str, str], desk: Desk) -> dict[str, str]:
    """The fields of a form, with the expression that its groups write where they are shown."""
    told = {name: str(data.get(name, "")) for name in data}
    if told.get("mode") == "builder":
        told["expression"] = written(groups_in(data, _kinds(desk)))
    return told


def builder_context(desk: Desk, text: str, mode: str) -> dict[str, Any]:
    """The groups that an expression is, where it can be built and is wanted so; else the text."""
    groups = read_back(text) if mode == "builder" else None
    columns = queries.offered_columns(desk.programme.id)
    return _built(desk, groups) if groups is not None else {"mode": "text", "expression": text, "columns": columns}


def _built(desk: Desk, groups: Groups) -> dict[str, Any]:
    columns = queries.offered_columns(desk.programme.id)
    kinds, values = {one.name: one.kind for one in columns}, values_of(columns, desk.programme.document)
    return {
        "mode": "builder",
        "join": groups.join,
        "groups": [
            (
                group.join,
                [
                    (one, operators_of(one.what, kinds), values.get(one.what))
                    for one in group.conditions or (Condition(),)
                ],
            )
            for group in groups.groups
        ],
        "joins": JOINS,
        "functions": FUNCTIONS,
        "columns": columns,
        "codes": queries.list_segments(desk.programme.id),
    }


def _kinds(desk: Desk) -> dict[str, str]:
    return {one.name: one.kind for one in queries.offered_columns(desk.programme.id)}


def problems_of(error: DomainError) -> list[str]:
    """Everything that is wrong, a text each."""
    if isinstance(error, SegmentExpressionWrong):
        return [refused_words(one).partition(": ")[2] for one in error.params["findings"]]
    return [text_of(error)]


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def preview_segment(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What an expression would hold: the part of the form that htmx asks for."""
    expression, code = told_form(request.POST, desk).get("expression", ""), request.POST.get("segment", "")
    context: dict[str, Any] = {"asked": expression.strip()}
    if expression.strip():
        try:
            found = operations.preview(desk.programme.id, expression, code)
        except DomainError as error:
            context["problems"] = problems_of(error)
        else:
            views = {one.id: one for one in people_in(desk, found.sample)}
            context |= {
                "found": found,
                "seconds": f"{found.took_ms / 1000:.1f}",
                "sample": [(one, primary_identifier(views[one]) if one in views else "") for one in found.sample],
                "overlaps": found.overlaps[:8],
            }
    return page(request, desk, "console/segment_preview.html", context)


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def undo_segment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Go back to the version before."""
    try:
        operations.undo_edit(desk.programme.id, code, desk.who.username)
        notify(request, _("The version before is in use again."))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:segment", args=[code]))


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def archive_segment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Put a segment away, or take it back."""
    try:
        if "back" in request.POST:
            operations.bring_back(desk.programme.id, code, desk.who.username)
        else:
            operations.archive_segment(desk.programme.id, code, desk.who.username)
            notify(request, _("The segment is archived."))
            return HttpResponseRedirect(reverse("console:segments"))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:segment", args=[code]))


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def take_segment_list(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Let a static segment hold the members of a list, from a file or as written."""
    file = request.FILES.get("file")
    text = request.POST.get("list", "")
    if file is not None and file.size is not None and file.size <= _LARGEST_LIST:
        text = file.read().decode("utf-8-sig", errors="replace")
    try:
        taken = operations.take_list(desk.programme.id, code, text, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:segment", args=[code]))
    bad = [(one.line, one.given, text_for(one.reason, {})) for one in taken.bad[:_BAD_SHOWN]]
    found = queries.find_segment(desk.programme.id, code)
    context = {"segment": found, "taken": taken, "bad": bad, "count": len(taken.bad)}
    return page(request, desk, "console/segment_list.html", context)


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_segments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Have all live segments worked out anew by a job."""
    operations.ask_for_refresh(desk.programme.id, desk.who.username)
    notify(request, _("Segments are being worked out anew."))
    return HttpResponseRedirect(reverse("console:segments"))
