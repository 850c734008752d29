"""Imports of files: the list, bringing a file, and its page from mapping to result."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.intake import operations, queries
from regulars.domain.intake.types.files import ImportState, ImportView
from regulars.platform.errors import Conflict, DomainError, Invalid, Missing
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.import_forms import MappingForm, UploadForm
from regulars.surfaces.console.import_words import (
    failure_text,
    mapping_problems,
    reconciled_totals,
    report_lines,
    state_tag,
    tally_lines,
)
from regulars.surfaces.console.notices import warn
from regulars.surfaces.console.progress import percent_of, progress_page
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.reconciliation import reconciliation_lines

_SHOWN_PROBLEMS = 20
_UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING)


@require_safe
@console_page(Permission.IMPORT_EVENTS)
def imports(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The files brought so far, and a form to bring another."""
    return _list(request, desk, UploadForm())


@require_POST
@console_page(Permission.IMPORT_EVENTS)
def upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take a file in and look at it; what cannot be read is refused with its reason."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        encoding = form.cleaned_data["encoding"] or None
        bringing = operations.Bringing(desk.programme.id, file.name, desk.who.username, encoding)
        try:
            view = operations.receive_file(bringing, file.chunks())
        except (Invalid, Missing) as error:
            form.add_error("file", text_of(error))
        else:
            return _to(view)
    return _list(request, desk, form, status=422)


@require_safe
@console_page(Permission.IMPORT_EVENTS)
def file_import(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """One import: its mapping, or how far it is, or what came of it."""
    view = queries.file_import(desk.programme.id, import_id)
    return _page(request, desk, view, _form(desk, view))


@require_safe
@console_page(Permission.IMPORT_EVENTS)
def import_progress(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """The progress alone, asked for again and again; when the work is done the whole page is loaded anew."""
    view = queries.file_import(desk.programme.id, import_id)
    running = view.state in _UNDER_WAY
    return progress_page(request, desk, "console/import_progress.html", _context(desk, view), running=running)


@require_POST
@console_page(Permission.IMPORT_EVENTS)
def check_import(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """Keep the mapping and have a worker try it, storing nothing."""
    view = queries.file_import(desk.programme.id, import_id)
    form = _form(desk, view, request.POST)
    if form.is_valid():
        try:
            operations.choose_mapping(desk.programme.id, import_id, form.mapping())
            return _to(operations.start_check(desk.programme.id, import_id))
        except Invalid as error:
            for problem in mapping_problems(error):
                form.add_error(None, problem)
        except Conflict as error:
            form.add_error(None, text_of(error))
    return _page(request, desk, view, form, status=422)


@require_POST
@console_page(Permission.IMPORT_EVENTS)
def start_import(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """Have a worker import the file, or go on where it stopped."""
    return _changed(request, desk, import_id, operations.start_import)


@require_safe
@console_page(Permission.IMPORT_EVENTS)
def import_report(request: HttpRequest, desk: Desk, import_id: int) -> StreamingHttpResponse:  # noqa: ARG001 - a page
    """What was wrong with which row, as CSV, however long it is."""
    cells = queries.bad_cells(desk.programme.id, import_id)
    rows = report_lines(cells)
    return StreamingHttpResponse(
        _csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{import_id}-bad-rows.csv"'},
    )


@require_safe
@console_page(Permission.IMPORT_EVENTS)
def import_reconciliation(request: HttpRequest, desk: Desk, import_id: int) -> StreamingHttpResponse:  # noqa: ARG001
    """What each row of a file of opening balances said and what came of it, as CSV with totals."""
    rows = queries.reconciled_rows(desk.programme.id, import_id)
    decimals = {wallet.id: wallet.decimals for wallet in desk.programme.document.wallets}
    return StreamingHttpResponse(
        _csv(reconciliation_lines(rows, decimals)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{import_id}-reconciliation.csv"'},
    )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def _csv(rows: Iterator[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield from (writer.writerow(row) for row in rows)


def _changed(
    request: HttpRequest, desk: Desk, import_id: int, change: Callable[[int, int], ImportView]
) -> HttpResponse:
    try:
        return _to(change(desk.programme.id, import_id))
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:file_import", args=[import_id]))


def _to(view: ImportView) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:file_import", args=[view.id]))


def _form(desk: Desk, view: ImportView, data: Any = None) -> MappingForm:
    document = desk.programme.document
    return MappingForm(view, sorted({one.id for one in (*document.attributes, *document.member_attributes)}), data)


def _list(request: HttpRequest, desk: Desk, form: UploadForm, *, status: int = 200) -> HttpResponse:
    lines = [(view, state_tag(view.state)) for view in queries.list_imports(desk.programme.id)]
    return page(request, desk, "console/imports.html", {"form": form, "lines": lines}, status=status)


def _context(desk: Desk, view: ImportView) -> dict[str, Any]:
    return {
        "view": view,
        "state": state_tag(view.state),
        "percent": percent_of(view.rows_done, view.rows),
        "title": f"{state_tag(view.state).name}…",
        "tally": tally_lines(desk.programme.document, view),
        "totals": reconciled_totals(desk.programme.document, view),
        "under_way": view.state in _UNDER_WAY,
    }


def _page(request: HttpRequest, desk: Desk, view: ImportView, form: MappingForm, *, status: int = 200) -> HttpResponse:
    problems = queries.bad_cells(desk.programme.id, view.id) if view.has_report else iter(())
    context = _context(desk, view) | {
        "form": form,
        "failure": failure_text(view),
        "problems": list(report_lines(islice(problems, _SHOWN_PROBLEMS)))[1:],
        "may_map": view.state in (ImportState.DRAFT, ImportState.CHECKED, ImportState.FAILED) and not view.rows_done,
    }
    return page(request, desk, "console/import.html", context, status=status)
