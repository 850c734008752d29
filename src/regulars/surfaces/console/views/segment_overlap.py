"""How segments meet, as pictures beside their numbers: a matrix with shares, and who is in exactly which."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.segments import queries
from regulars.domain.segments.types import Combination, Comparison, Overlap
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import listed, percent
from regulars.surfaces.web.tables import Cell, table_file

_SHADES = 9


@dataclass(frozen=True)
class Square:
    """How many of a row's segment are in a column's, and their share in words and as a shade from 0 to 9."""

    members: int
    share: str
    shade: int


@require_safe
@console_page(Permission.SEE_INSIGHT)
def segment_overlap(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Segments of the address, else the largest; as a file where the address asks for one."""
    chosen = request.GET.getlist("segment")[:50]
    found = queries.compare_segments(desk.programme.id, chosen)
    if request.GET.get("file") in ("csv", "xlsx"):
        headings = (_("Segment"), _("Members"), *found.names)
        rows: list[list[Cell]] = [
            [name, row[place], *row] for place, (name, row) in enumerate(zip(found.names, found.both, strict=True))
        ]
        return table_file("segment-overlap", request.GET["file"], headings, rows)
    context = {
        "columns": list(zip(found.codes, found.names, strict=True)),
        "rows": [(*one, sizes[place], _squares(sizes, place)) for place, (*one, sizes) in enumerate(_rows(found))],
        "combinations": [
            (one.members, [place in one.places for place in range(len(found.codes))], _words(found, one))
            for one in found.combinations
        ],
        "chart": _chart(found),
        "others": found.others,
        "choices": [(one.code, one.name, one.code in found.codes) for one in queries.list_segments(desk.programme.id)],
        "most": queries.MOST_COMPARED,
    }
    return page(request, desk, "console/segment_overlap.html", context)


def _rows(found: Comparison) -> list[tuple[str, str, tuple[int, ...]]]:
    return list(zip(found.codes, found.names, found.both, strict=True))


def _squares(sizes: tuple[int, ...], own: int) -> list[Square]:
    whole = sizes[own]
    return [
        Square(both, percent(both, whole) if whole else "–", round(_SHADES * both / whole) if whole else 0)
        for both in sizes
    ]


def _words(found: Comparison, one: Combination) -> str:
    names = listed([found.names[place] for place in one.places])
    return names if len(one.places) > 1 else _("only %(name)s") % {"name": names}


def _chart(found: Comparison) -> Chart | None:
    """A bar for each combination, by its number in the table below."""
    if len(found.combinations) < 2:
        return None
    labels = tuple(str(place + 1) for place in range(len(found.combinations)))
    series = (Series(_("Members"), tuple(one.members for one in found.combinations)),)
    caption = _("Members of each combination of segments")
    return Chart("segment-combinations", caption, "bar", _("Combination"), labels, series)


def overlap_chart(size: int, overlaps: tuple[Overlap, ...]) -> Chart | None:
    """One segment beside others: who is in both, and who in one of the two only."""
    if not overlaps or not size:
        return None
    series = (
        Series(_("In both"), tuple(one.both for one in overlaps)),
        Series(_("In this one only"), tuple(size - one.both for one in overlaps)),
        Series(_("In the other only"), tuple(one.size - one.both for one in overlaps)),
    )
    labels = tuple(one.name for one in overlaps)
    return Chart("segment-overlaps", _("How this segment meets others"), "bar", _("Segment"), labels, series)
