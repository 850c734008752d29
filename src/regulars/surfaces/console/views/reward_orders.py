"""Orders of rewards: the list, one order, and what staff do with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.errors import MemberMissing
from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.types.orders import Deed, NewRefund, OrderFilter, OrderState, OrderView
from regulars.platform.errors import DomainError
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.companions import names_in, typed_member
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import ReasonForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.console.reward_forms import FulfilForm, OrderSearchForm, PaymentForm, RefundForm
from regulars.surfaces.console.reward_words import order_price, order_state, order_step, voucher_state, words_in
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25
_TO_DO = (OrderState.PLACED, OrderState.RESERVED)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Orders by state, member or number, newest first."""
    search = OrderSearchForm(request.GET)
    cursor = request.GET.get("after") or None
    criteria = _criteria(desk, search, request.GET.get("reward", ""))
    found: Page[OrderView] = Page(())
    if criteria is not None:
        found = queries.list_orders(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    names = names_in(desk, {one.member_id for one in found.items})
    lines = [
        {
            "order": one,
            "name": words_in(one.name),
            "member": names.get(one.member_id, f"#{one.member_id}"),
            "price": order_price(desk.programme.document, one),
            "state": order_state(one.state),
        }
        for one in found.items
    ]
    context = {
        "search": search,
        "found": found,
        "lines": lines,
        "waiting": queries.count_orders(desk.programme.id, _TO_DO)[OrderState.PLACED],
        "narrowed": search.is_valid() and any(search.cleaned_data.values()),
        "first_page": cursor is not None,
    }
    return page(request, desk, "console/orders.html", context)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """One order with the states it came through, its vouchers, and what can be done with it."""
    view = queries.order(desk.programme.id, order_id, desk.disclosure)
    document = desk.programme.document
    names = names_in(desk, {view.member_id})
    may = desk.may(Permission.FULFIL_ORDERS)
    wallet = wallet_of(document, view.wallet) or document.wallets[0]
    vouchers = queries.vouchers_of_order(desk.programme.id, order_id, whole=False)
    spent = view.state in (OrderState.FULFILLED, OrderState.DELIVERED)
    context = {
        "order": view,
        "name": words_in(view.name),
        "member": names.get(view.member_id, f"#{view.member_id}"),
        "price": order_price(document, view),
        "returned": Holding(wallet, view.returned_points),
        "state": order_state(view.state),
        "changes": [(one, order_step(one.state)) for one in view.changes],
        "vouchers": [(one, voucher_state(one.state)) for one in vouchers],
        "pay_form": PaymentForm() if may and view.amount_minor and _can_pay(view) else None,
        "fulfil_form": FulfilForm() if may and view.state is OrderState.PLACED else None,
        "can_deliver": may and view.state is OrderState.FULFILLED and view.kind == "goods",
        "cancel_form": ReasonForm(auto_id="id_cancel_%s") if may and view.state in _TO_DO else None,
        "refund_form": RefundForm(auto_id="id_refund_%s") if may and spent else None,
    }
    return page(request, desk, "console/order.html", context)


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def fulfil_order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Note that an order was sent or done."""
    form = FulfilForm(request.POST)
    deed = Deed(desk.who.username)
    return _done(
        request,
        order_id,
        form,
        lambda: operations.fulfil_order(desk.programme.id, order_id, form.cleaned_data["tracking"], deed),
    )


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def pay_order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Note that the money of an order was paid."""
    form = PaymentForm(request.POST)
    deed = Deed(desk.who.username)
    return _done(
        request,
        order_id,
        form,
        lambda: operations.note_payment(desk.programme.id, order_id, form.cleaned_data["reference"], deed),
    )


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def deliver_order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Note that an order arrived."""
    deed = Deed(desk.who.username)
    return _done(request, order_id, None, lambda: operations.deliver_order(desk.programme.id, order_id, deed))


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def cancel_order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Cancel an order that was not sent."""
    form = ReasonForm(request.POST)

    def deed() -> object:
        why = Deed(desk.who.username, form.cleaned_data["reason"])
        return operations.cancel_order(desk.programme.id, order_id, why)

    return _done(request, order_id, form, deed)


@require_POST
@console_page(Permission.FULFIL_ORDERS)
def refund_order(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Take back an order that was sent or done."""
    form = RefundForm(request.POST)
    wallet = wallet_of(desk.programme.document, queries.order(desk.programme.id, order_id).wallet)

    def deed() -> object:
        given: Decimal | None = form.cleaned_data["points"]
        points = None if given is None or wallet is None else int(given.scaleb(wallet.decimals))
        why = Deed(desk.who.username, form.cleaned_data["reason"])
        asked = NewRefund(order_id, why, points, form.cleaned_data["restock"])
        return operations.refund_order(desk.programme.id, asked)

    return _done(request, order_id, form, deed)


def _can_pay(view: OrderView) -> bool:
    return not view.paid_reference and view.state in _TO_DO


def _criteria(desk: Desk, search: OrderSearchForm, reward: str) -> OrderFilter | None:
    """What to look for; None: nobody is known under what was typed."""
    if not search.is_valid():
        return None
    given = search.cleaned_data
    member_id = None
    if given["member"]:
        try:
            member_id = typed_member(desk.programme.id, given["member"]).id
        except MemberMissing:
            return None
    state = OrderState(given["state"]) if given["state"] else None
    return OrderFilter(state, reward[:40], member_id, given["q"])


def _done(
    request: HttpRequest, order_id: str, form: forms.Form | None, deed: Callable[[], object]
) -> HttpResponseRedirect:
    """Do it, and go back to the order with a notice of what became of it."""
    if form is not None and not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
    else:
        try:
            deed()
        except DomainError as error:
            warn(request, text_of(error))
        else:
            notify(request, _("Done."))
    return HttpResponseRedirect(reverse("console:order", args=[order_id]))
