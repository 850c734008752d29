"""The mall: what points buy, ordering it, the own orders and vouchers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.ledger.queries import balances
from regulars.domain.offers.types import Phase, Price
from regulars.domain.rewards import queries
from regulars.domain.rewards.operations import cancel_order, join_waiting_list, leave_waiting_list, place_order
from regulars.domain.rewards.types.orders import Deed, NewOrder
from regulars.platform.clock import now
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.forms import RewardForm
from regulars.surfaces.portal.offers import OfferLine, offer_line, order_line, voucher_line
from regulars.surfaces.portal.views.vouchers import voucher_context
from regulars.surfaces.portal.words import Amount, main_wallet
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 20


@require_safe
@portal_page
def mall(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What the member is offered, at their price."""
    held = _available(guest)
    wallet = main_wallet(guest.document)
    found = queries.catalogue_for(guest.programme.id, guest.id)
    context = {
        "lines": [offer_line(guest.document, one, held.get(one.item.terms.wallet, 0)) for one in found],
        "balance": Amount(wallet, held[wallet.id]),
    }
    return page(request, guest, "portal/mall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def item(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """One reward, and ordering it: for points that leave at once, at the price that was shown."""
    line = _line(guest, code)
    needs_delivery = line.offer.item.terms.needs_delivery
    form = RewardForm(request.POST or None, needs_delivery=needs_delivery, initial=_seen(line.offer.price))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            placed = place_order(guest.programme.id, _asked(guest, code, form.cleaned_data))
        except DomainError as error:
            problem, line = text_of(error), _line(guest, code)
            form = RewardForm(needs_delivery=needs_delivery, initial=form.cleaned_data | _seen(line.offer.price))
        else:
            messages.success(request, _("Done: it is yours."))
            return HttpResponseRedirect(reverse("portal:reward_order", args=[placed.order_id]))
    sold_out = line.offer.phase is Phase.SOLD_OUT
    context = {"line": line, "form": form, "problem": problem, "sold_out": sold_out}
    return page(request, guest, "portal/reward.html", context, status=422 if problem or form.errors else 200)


@require_POST
@portal_page
def wait(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """Wait for a reward that is sold out, or wait no longer."""
    try:
        if request.POST.get("step") == "leave":
            leave_waiting_list(guest.programme.id, guest.id, code)
            messages.success(request, _("You are no longer on the list."))
        else:
            join_waiting_list(guest.programme.id, guest.id, code)
            messages.success(request, _("We tell you when it is there again."))
    except DomainError as error:
        messages.error(request, text_of(error))
    return HttpResponseRedirect(reverse("portal:reward", args=[code]))


@require_safe
@portal_page
def mine(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The member's orders and vouchers."""
    asked = PageRequest(request.GET.get("after") or None, _PER_PAGE)
    found = queries.orders_of(guest.programme.id, guest.id, asked)
    vouchers = queries.vouchers_of(guest.programme.id, guest.id, PageRequest(limit=_PER_PAGE))
    context = {
        "found": found,
        "orders": [order_line(guest.document, one) for one in found.items],
        "vouchers": [voucher_line(one) for one in vouchers.items],
        "first_page": "after" in request.GET,
    }
    return page(request, guest, "portal/rewards_mine.html", context)


@require_safe
@portal_page
def order(request: HttpRequest, guest: Guest, order_id: str) -> HttpResponse:
    """One order with its codes, and whether it may still be cancelled."""
    found = queries.order_of(guest.programme.id, guest.id, order_id)
    vouchers = queries.vouchers_of_order(guest.programme.id, order_id)
    context: dict[str, Any] = {
        "line": order_line(guest.document, found),
        "vouchers": list(map(voucher_line, vouchers)),
        "may_cancel": found.cancellable_until is not None and now() < found.cancellable_until,
    }
    if len(vouchers) == 1:
        context |= voucher_context(guest, vouchers[0])
    return page(request, guest, "portal/reward_order.html", context)


@require_POST
@portal_page
def cancel(request: HttpRequest, guest: Guest, order_id: str) -> HttpResponse:
    """Cancel an own order: its points come back."""
    try:
        cancel_order(guest.programme.id, order_id, Deed(guest.actor), guest.id)
        messages.success(request, _("Cancelled. Your points are back."))
    except DomainError as error:
        messages.error(request, text_of(error))
    return HttpResponseRedirect(reverse("portal:reward_order", args=[order_id]))


def _line(guest: Guest, code: str) -> OfferLine:
    """The offer as it stands now, in words."""
    offer = queries.offer_for(guest.programme.id, guest.id, code)
    return offer_line(guest.document, offer, _available(guest).get(offer.item.terms.wallet, 0))


def _asked(guest: Guest, code: str, given: dict[str, Any]) -> NewOrder:
    return NewOrder(
        order_id=str(given["deed_id"]),
        member_id=guest.id,
        item=code,
        seen=Price(given["seen_points"], given["seen_minor"]),
        quantity=given["quantity"],
        delivery=given.get("delivery", ""),
        actor=guest.actor,
    )


def _seen(price: Price) -> dict[str, Any]:
    """What the form remembers: the price shown, and a number of its own, so that sending it twice orders once."""
    return {"deed_id": uuid4(), "seen_points": price.points, "seen_minor": price.amount_minor}


def _available(guest: Guest) -> dict[str, int]:
    return {one.wallet: one.available for one in balances(guest.programme.id, guest.id)}
