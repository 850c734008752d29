"""An answered study by segments: the same figures for their members alone, side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.segments.queries import list_segments
from regulars.domain.studies import queries
from regulars.domain.studies.operations import portions_of_study
from regulars.domain.studies.types import SegmentPortion, StudyView, When
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.study_figures import columns_of
from regulars.surfaces.console.study_forms import SegmentsForm
from regulars.surfaces.console.study_portions import figures_of, portions_context, segment_name
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.tables import table_file


@require_safe
@console_page(Permission.SEE_STUDIES)
def study_segments(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """Which segments, as of which end of the slice, and what the programmes did for their members; also as a file."""
    view = queries.study(desk.programme.id, study_id)
    segments = [(one.code, one.name) for one in list_segments(desk.programme.id)]
    form = SegmentsForm(segments, request.GET)
    context: dict[str, Any] = {"view": view, "form": form, "any": bool(segments)}
    status = 200
    if request.GET and form.is_valid():
        when = When.START if form.cleaned_data["when"] == When.START.value else When.END
        try:
            found = portions_of_study(desk.programme.id, study_id, form.codes, when)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            if (kind := request.GET.get("file", "")) in ("csv", "xlsx"):
                return _file(view, found, kind)
            context |= portions_context(desk, view, found)
    if form.errors:
        status = 422
    return page(request, desk, "console/study_segments.html", context, status=status)


def _file(view: StudyView, found: tuple[SegmentPortion, ...], kind: str) -> HttpResponse:
    headings = ["", *(f"{segment_name(one)} · {name}" for one in found for name in columns_of(view))]
    rows = [
        [_("%(group)s: %(name)s") % {"group": table.title, "name": row.name}, *row.plain]
        for table in figures_of(view, found)
        for row in table.rows
    ]
    return table_file(f"study-{view.id}-segments", kind, headings, rows)
