"""What was done for a partner, and settling its months: items, statements, books, differences."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.partners import operations, queries
from regulars.domain.partners.policy.statements import month_after
from regulars.domain.partners.types import Books, DisputeView, PartnerView
from regulars.platform.errors import DomainError, Missing
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.partner_forms import BooksForm, ItemSearchForm, ReverseForm, VerdictForm
from regulars.surfaces.console.partner_words import STATES, dispute_line, figure_lines, item_line, named
from regulars.surfaces.console.views.partners import wallet_of
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.statements import CSV, XLSX, statement_csv, statement_xlsx

LARGEST_BOOKS = 16 * 1024**2


@require_safe
@console_page(Permission.SEE_PARTNERS)
def partner_items(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Items that meet the filters, newest first."""
    found = queries.partner(desk.programme.id, code)
    form = ItemSearchForm(request.GET)
    cursor = request.GET.get("after") or None
    valid = form.is_valid()
    items: Page[Any] = queries.items(found, PageRequest(cursor), form.criteria()) if valid else Page(())
    decimals = wallet_of(desk, found).decimals
    may_reverse = desk.may(Permission.MANAGE_PARTNERS)
    context = _of(found) | {
        "form": form,
        "found": items,
        "lines": [item_line(one, decimals, may_reverse=may_reverse) for one in items.items],
        "first_page": cursor is not None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return page(request, desk, "console/partner_items.html", context, status=200 if valid else 422)


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def reverse_item(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take an item back, with a reason."""
    form = ReverseForm(request.POST)
    if not form.is_valid():
        warn(request, _("Say why the item is taken back."))
        return HttpResponseRedirect(reverse("console:partner_items", args=[code]))
    given = form.cleaned_data
    return _done(
        request,
        lambda: operations.reverse_item(
            desk.programme.id, code, given["reference"], given["reason"], desk.who.username
        ),
        _("The item is taken back."),
        reverse("console:partner_items", args=[code]),
    )


@require_safe
@console_page(Permission.SEE_PARTNERS)
def partner_month(request: HttpRequest, desk: Desk, code: str, period: str) -> HttpResponse:
    """A month: its figures, the differences between the books, the files that were compared."""
    return _month(request, desk, (code, period), BooksForm())


@require_safe
@console_page(Permission.SEE_PARTNERS)
def partner_month_file(request: HttpRequest, desk: Desk, code: str, period: str, kind: str) -> HttpResponseBase:  # noqa: ARG001
    """The month with all its items, as CSV or as a workbook."""
    found = queries.partner(desk.programme.id, code)
    view = queries.statement(found, month_named(period))
    items = noted(desk, Export(f"partner {code}", kind, {"month": period}), queries.items_of_month(found, view.period))
    decimals = wallet_of(desk, found).decimals
    headers = {"Content-Disposition": f'attachment; filename="{code}-{period}.{kind}"'}
    if kind == "xlsx":
        return HttpResponse(statement_xlsx(view, items, decimals), content_type=XLSX, headers=headers)
    return StreamingHttpResponse(statement_csv(view, items, decimals), content_type=CSV, headers=headers)


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def issue_month(request: HttpRequest, desk: Desk, code: str, period: str) -> HttpResponse:
    """Freeze a month that is over."""
    month = month_named(period)
    return _done(
        request,
        lambda: operations.issue_statement(desk.programme.id, code, month, desk.who.username),
        _("The statement is issued. Its figures never change from now on."),
        reverse("console:partner_month", args=[code, period]),
    )


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def agree_month(request: HttpRequest, desk: Desk, code: str, period: str) -> HttpResponse:
    """Note that the partner agrees."""
    month = month_named(period)
    return _done(
        request,
        lambda: operations.agree_statement(desk.programme.id, code, month, desk.who.username),
        _("It is noted that the partner agrees."),
        reverse("console:partner_month", args=[code, period]),
    )


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def compare_books(request: HttpRequest, desk: Desk, code: str, period: str) -> HttpResponse:
    """Compare the partner's books with the month."""
    form = BooksForm(request.POST, request.FILES)
    month = month_named(period)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST_BOOKS:
            form.add_error("file", _("The file is larger than 16 MB."))
            return _month(request, desk, (code, period), form, status=422)
        try:
            books = Books(month, file.name, file.read())
            upload = operations.compare_books(desk.programme.id, code, books, desk.who.username)
        except Missing:
            raise
        except DomainError as error:
            form.add_error("file", text_of(error))
        else:
            told = _("%(matched)s items agree, %(differences)s differ.")
            notify(request, told % {"matched": upload.matched, "differences": upload.differences})
            return HttpResponseRedirect(reverse("console:partner_month", args=[code, period]))
    return _month(request, desk, (code, period), form, status=422)


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def decide_dispute(request: HttpRequest, desk: Desk, code: str, period: str, dispute_id: int) -> HttpResponse:
    """Say what has become of a difference."""
    form = VerdictForm(request.POST)
    back = reverse("console:partner_month", args=[code, period])
    if not form.is_valid():
        warn(request, _("Choose what has become of it."))
        return HttpResponseRedirect(back)
    return _done(
        request,
        lambda: operations.decide_dispute(desk.programme.id, code, dispute_id, form.verdict(), desk.who.username),
        _("The decision is noted."),
        back,
    )


def month_named(period: str) -> date:
    """The first day of a month written as 2026-06."""
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError as error:
        raise Http404(period) from error


def _of(found: PartnerView) -> dict[str, Any]:
    return {"partner": found, "name": named(found.name), "currency": named(found.currency)}


def _done(request: HttpRequest, deed: Callable[[], object], told: str, back: str) -> HttpResponse:
    """Do it and say so, or say why not; then go back."""
    try:
        deed()
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, told)
    return HttpResponseRedirect(back)


def _month(
    request: HttpRequest, desk: Desk, place: tuple[str, str], form: BooksForm, *, status: int = 200
) -> HttpResponse:
    """The page of a month; `place` is the partner's code and the month as it stands in addresses."""
    code, period = place
    found = queries.partner(desk.programme.id, code)
    view = queries.statement(found, month_named(period))
    decimals = wallet_of(desk, found).decimals
    cursor = request.GET.get("after") or None
    disputes = queries.disputes(found, view.period, PageRequest(cursor))
    context = _of(found) | {
        "view": view,
        "period": period,
        "state": STATES[view.state],
        "figures": figure_lines(view.figures, decimals, view.currency),
        "disputes": disputes,
        "lines": [(dispute_line(one, decimals), _verdict_form(one)) for one in disputes.items],
        "first_page": cursor is not None,
        "uploads": queries.uploads(found, view.period),
        "form": form,
        "may_manage": desk.may(Permission.MANAGE_PARTNERS),
        "is_over": queries.today(desk.programme.id) >= month_after(view.period),
    }
    return page(request, desk, "console/partner_month.html", context, status=status)


def _verdict_form(one: DisputeView) -> VerdictForm:
    return VerdictForm(initial={"state": one.state.value, "note": one.note}, auto_id=f"id_%s_{one.id}")
