"""Verifications as a list and a file; tills, and what they could not settle."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.verifications import operations, queries
from regulars.domain.verifications.types.tills import NewTill, RegisteredTill
from regulars.domain.verifications.types.verifying import EVERY_VERIFICATION, VerificationFilter, VerificationView
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.counter_forms import ReasonForm, TillForm, VerificationSearchForm
from regulars.surfaces.console.counter_lines import lines
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.web.messages import text_for, text_of

_PER_PAGE = 25
_COLUMNS = (
    "number",
    "verified_at",
    "benefit",
    "reward",
    "member",
    "way",
    "store",
    "till",
    "order",
    "by",
    "reversed_at",
    "reversed_by",
    "reason",
)


@require_safe
@console_page(Permission.VERIFY_BENEFITS)
def verifications(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who used what, where and when, newest first."""
    search, criteria = _search(request, desk)
    cursor = request.GET.get("after") or None
    found = queries.list_verifications(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    names = names_in(desk, {one.member_id for one in found.items if one.member_id})
    context = {
        "form": search,
        "found": found,
        "lines": lines(desk.programme.document, found.items, names),
        "narrowed": criteria != EVERY_VERIFICATION,
        "first_page": cursor is not None,
        "may_undo": desk.may(Permission.REVERSE_VERIFICATIONS),
    }
    return page(request, desk, "console/verifications.html", context)


@require_safe
@console_page(Permission.VERIFY_BENEFITS)
def verifications_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The same as a CSV file; members by number."""
    criteria = _search(request, desk)[1]
    narrowed = {name: getattr(criteria, name) for name in ("benefit", "store", "actor", "since", "before")}
    export = Export("verifications", "csv", narrowed)
    rows = (_row(one) for one in noted(desk, export, queries.every_verification(desk.programme.id, criteria)))
    answer = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verifications.csv"'
    return answer


@require_safe
@console_page(Permission.MANAGE_TILLS)
def tills(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Tills that may work without a network, and what they could not settle."""
    return _tills(request, desk, TillForm())


@never_cache
@require_POST
@console_page(Permission.MANAGE_TILLS)
def register_till(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Register a till and show its key, this once."""
    form = TillForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            new = NewTill(given["code"], given["name"], given["store"], desk.who.username)
            made = operations.register_till(desk.programme.id, new)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            return _tills(request, desk, TillForm(), made)
    return _tills(request, desk, form, status=422)


@require_POST
@console_page(Permission.MANAGE_TILLS)
def revoke_till(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take a till out of use."""
    operations.revoke_till(desk.programme.id, code, desk.who.username)
    notify(request, _("The till is out of use."))
    return HttpResponseRedirect(reverse("console:tills"))


@require_POST
@console_page(Permission.MANAGE_TILLS)
def retry_conflict(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Try again to settle what a till did."""
    deed = _("It is settled.")
    return _resolved(request, deed, lambda: operations.retry_conflict(desk.programme.id, number, desk.who.username))


@require_POST
@console_page(Permission.MANAGE_TILLS)
def close_conflict(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Let it be."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    who = desk.who.username
    return _resolved(
        request, _("It is closed."), lambda: operations.close_conflict(desk.programme.id, number, reason, who)
    )


def _resolved(request: HttpRequest, text: str, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, text)
    return HttpResponseRedirect(reverse("console:tills"))


def _tills(
    request: HttpRequest, desk: Desk, form: TillForm, made: RegisteredTill | None = None, *, status: int = 200
) -> HttpResponse:
    cursor = request.GET.get("after") or None
    found = queries.list_conflicts(desk.programme.id, PageRequest(cursor, _PER_PAGE))
    context = {
        "form": form,
        "made": made,
        "tills": queries.list_tills(desk.programme.id),
        "found": found,
        "conflicts": [(one, text_for(one.problem, one.params)) for one in found.items],
        "first_page": cursor is not None,
    }
    return page(request, desk, "console/tills.html", context, status=status)


def _search(request: HttpRequest, desk: Desk) -> tuple[VerificationSearchForm, VerificationFilter]:
    form = VerificationSearchForm(desk.programme, queries.list_stores(desk.programme.id), request.GET)
    return form, form.criteria() if form.is_valid() else EVERY_VERIFICATION


def _row(one: VerificationView) -> tuple[object, ...]:
    return (
        one.id,
        one.verified_at.isoformat(),
        one.benefit,
        one.item,
        one.member_id or "",
        one.way.value,
        one.place.store,
        one.place.till,
        one.order_id,
        one.actor,
        "" if one.reversed_at is None else one.reversed_at.isoformat(),
        one.reversed_by,
        one.reversed_why,
    )


def _csv(rows: Iterator[tuple[object, ...]]) -> Iterator[str]:
    """Lines of a file that a spreadsheet reads as text: no cell begins as a formula does."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(_COLUMNS)
    yield held.getvalue()
    for row in rows:
        held.seek(0)
        held.truncate()
        writer.writerow(["'" + str(cell) if str(cell)[:1] in "=+-@\t" and str(cell) else cell for cell in row])
        yield held.getvalue()
