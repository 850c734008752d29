"""Members of a comparison, one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.studies import queries
from regulars.domain.studies.errors import DraftUnknown
from regulars.domain.studies.types import MemberShift, PartView, Side, StudyView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.platform.errors import Conflict, DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import warn
from regulars.surfaces.console.study_page import names_for, shift_line
from regulars.surfaces.console.study_words import baseline_name
from regulars.surfaces.web.formatting import plain_points
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 50
_SIDES: dict[Side, Promise] = {
    Side.WINNERS: _("Gain"),
    Side.LOSERS: _("Lose"),
    Side.UP: _("On a higher tier"),
    Side.DOWN: _("On a lower tier"),
}


@require_safe
@console_page(Permission.SEE_STUDIES)
def study_members(request: HttpRequest, desk: Desk, study_id: int, place: int) -> HttpResponse:
    """Who gains, who loses, who stands higher or lower; by how much, largest first."""
    side, cursor = _side(request), request.GET.get("after") or None
    view, part = _part(desk, study_id, place)
    try:
        found = queries.list_shifts(desk.programme.id, study_id, place, side, PageRequest(cursor, _PER_PAGE))
    except Conflict as error:
        return _to_study(request, study_id, error)
    names = names_for(desk, view, (one.member for one in found.items))
    context = {
        "view": view,
        "part": part,
        "baseline": baseline_name(view),
        "found": found,
        "first_page": cursor is not None,
        "lines": [shift_line(view, part, one, names) for one in found.items],
        "tabs": [(one.value, name) for one, name in _SIDES.items()],
        "side": side.value,
    }
    return page(request, desk, "console/study_members.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def study_members_file(request: HttpRequest, desk: Desk, study_id: int, place: int) -> HttpResponseBase:
    """The same as a CSV file, all of them."""
    side = _side(request)
    _part(desk, study_id, place)
    try:
        shifts = queries.iterate_shifts(desk.programme.id, study_id, place, side)
    except Conflict as error:
        return _to_study(request, study_id, error)
    export = Export(f"study {study_id}", "csv", {"side": side.value})
    lines = _csv(noted(desk, export, shifts), CURRENCY_DECIMALS[desk.programme.document.currency])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="study-{study_id}-{side.value}.csv"'
    return response


def _to_study(request: HttpRequest, study_id: int, error: DomainError) -> HttpResponse:
    """Back to the study, which says how it stands."""
    warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:study", args=[study_id]))


def _side(request: HttpRequest) -> Side:
    asked = request.GET.get("tab", "")
    return next((one for one in Side if one.value == asked), Side.WINNERS)


def _part(desk: Desk, study_id: int, place: int) -> tuple[StudyView, PartView]:
    view = queries.study(desk.programme.id, study_id)
    part = next((one for one in view.drafts if one.place == place), None)
    if part is None:
        raise DraftUnknown(place=place)
    return view, part


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def _csv(shifts: Iterable[MemberShift], decimals: int) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(("member", "tier_before", "tier_after", "worth_before", "worth_after", "gain"))
    for one in shifts:
        worth = (plain_points(value, decimals) for value in (one.worth_before, one.worth_after, one.gain))
        yield writer.writerow((one.member, one.tier_before, one.tier_after, *worth))
