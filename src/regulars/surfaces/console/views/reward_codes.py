"""Codes of vouchers: made, taken in, listed, used at the counter, voided."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import CodeFile, NewCodes, NewUse, VoucherFilter, VoucherState, VoucherView
from regulars.platform.errors import DomainError
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import ReasonForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.reward_forms import CodeFileForm, MakeCodesForm, UseForm, VoucherSearchForm
from regulars.surfaces.console.reward_words import voucher_state, words_in
from regulars.surfaces.web.messages import text_for, text_of

_PER_PAGE = 50
_SHOWN_PROBLEMS = 50
_MOST_BYTES = 4 * 1024 * 1024


@require_safe
@console_page(Permission.SEE_MEMBERS)
def vouchers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Vouchers by reward, batch and state, newest first, with the ends of their codes."""
    search = VoucherSearchForm(request.GET)
    cursor = request.GET.get("after") or None
    found: Page[VoucherView] = Page(())
    if search.is_valid():
        given = search.cleaned_data
        state = VoucherState(given["state"]) if given["state"] else None
        criteria = VoucherFilter(state, given["reward"], given["batch"])
        found = queries.list_vouchers(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    may_manage, may_use = desk.may(Permission.MANAGE_REWARDS), desk.may(Permission.FULFIL_ORDERS)
    open_states = (VoucherState.NEW, VoucherState.ASSIGNED)
    lines = [
        {
            "voucher": one,
            "name": words_in(one.name),
            "state": voucher_state(one.state),
            "void_form": ReasonForm(auto_id=f"id_void_{one.number}_%s")
            if may_manage and one.state in open_states
            else None,
            "back_form": ReasonForm(auto_id=f"id_back_{one.number}_%s")
            if may_use and one.state is VoucherState.USED
            else None,
        }
        for one in found.items
    ]
    context = {
        "search": search,
        "found": found,
        "lines": lines,
        "narrowed": search.is_valid() and any(search.cleaned_data.values()),
        "first_page": cursor is not None,
        "may_use": may_use,
    }
    return page(request, desk, "console/vouchers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.FULFIL_ORDERS)
def use_voucher(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Use a code that somebody shows at the counter."""
    form = UseForm(request.POST or None)
    used = None
    if form.is_valid():
        given = form.cleaned_data
        who = desk.who.username
        asked = NewUse(given["code"], str(given["deed_id"]), given["place"], who, f"user {who}")
        try:
            used = operations.use_voucher(desk.programme.id, asked)
        except DomainError as error:
            form.add_error("code", text_of(error))
        else:
            form = UseForm(initial={"place": given["place"]})
    context = {"form": form, "used": used, "name": words_in(used.name) if used else ""}
    return page(request, desk, "console/voucher_use.html", context, status=422 if form.errors else 200)


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def make_codes(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Make codes and hand them over as a file: they are shown nowhere else."""
    form = MakeCodesForm(request.POST)
    if not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
        return _to_reward(code)
    given = form.cleaned_data
    asked = NewCodes(code, given["count"], given["batch"], desk.who.username, given["handed_out"])
    try:
        report = operations.make_codes(desk.programme.id, asked)
    except DomainError as error:
        warn(request, text_of(error))
        return _to_reward(code)
    answer = HttpResponse("\n".join(report.codes) + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-codes.txt"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def import_codes(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take codes in from a file; rows that are wrong are shown with their reasons."""
    form = CodeFileForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > _MOST_BYTES:
        warn(request, _("Not done: look at what was filled in."))
        return _to_reward(code)
    given = form.cleaned_data
    text = given["file"].read().decode("utf-8", "replace")
    file = CodeFile(code, text, given["batch"], desk.who.username, given["handed_out"])
    try:
        report = operations.import_codes(desk.programme.id, file)
    except DomainError as error:
        warn(request, text_of(error))
        return _to_reward(code)
    if not report.problems:
        notify(request, _("%(count)d codes were added.") % {"count": report.added})
        return _to_reward(code)
    shown = [(one.row, text_for(one.code, one.params)) for one in report.problems[:_SHOWN_PROBLEMS]]
    context = {"code": code, "report": report, "problems": shown, "more": len(report.problems) - len(shown)}
    return page(request, desk, "console/reward_import.html", context)


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def void_voucher(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take a code out of use."""
    return _done(request, desk, lambda deed: operations.void_voucher(desk.programme.id, number, deed))


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def take_use_back(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Make a used code good again."""
    return _done(request, desk, lambda deed: operations.take_use_back(desk.programme.id, number, deed))


def _done(request: HttpRequest, desk: Desk, deed: Callable[[Deed], object]) -> HttpResponseRedirect:
    form: forms.Form = ReasonForm(request.POST)
    if not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
    else:
        try:
            deed(Deed(desk.who.username, form.cleaned_data["reason"]))
        except DomainError as error:
            warn(request, text_of(error))
        else:
            notify(request, _("Done."))
    return HttpResponseRedirect(reverse("console:vouchers"))


def _to_reward(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("console:reward", args=[code]))
