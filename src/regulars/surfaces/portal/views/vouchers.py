"""One voucher of the member, with the code to show."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulars.domain.offers.types import CodeSource
from regulars.domain.rewards.queries import item, voucher
from regulars.domain.rewards.types.vouchers import VoucherState, VoucherView
from regulars.domain.verifications.operations import code_for
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.live import LiveCode, live_code
from regulars.surfaces.portal.offers import in_words, voucher_line
from regulars.surfaces.web.marks import code128_of, qr_of


@require_safe
@portal_page
def show(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """A voucher: what it is for, until when, and its code."""
    return page(request, guest, "portal/voucher.html", voucher_context(guest, _own(guest, number)))


@require_safe
@portal_page
def code(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """A new code for a voucher, in place of the one that was shown."""
    found = _own(guest, number)
    return page(request, guest, "portal/live_code.html", {"live": _live(guest, found)})


def voucher_context(guest: Guest, found: VoucherView) -> dict[str, Any]:
    """A voucher with what is to be shown at the till: a code that changes, or a partner's, which is as it is."""
    terms = item(guest.programme.id, found.item).terms
    context: dict[str, Any] = {"one": voucher_line(found), "guide": in_words(terms.guide)}
    if found.state is not VoucherState.ASSIGNED:
        return context
    if terms.codes is CodeSource.GENERATED:
        return context | {"live": _live(guest, found)}
    return context | {"qr": qr_of(found.code), "bars": code128_of(found.code)}


def _live(guest: Guest, found: VoucherView) -> LiveCode:
    place, part = (reverse(f"portal:{name}", args=[found.number]) for name in ("voucher", "voucher_code"))
    return live_code(place, part, lambda: code_for(guest.programme.id, guest.id, voucher_number=found.number))


def _own(guest: Guest, number: int) -> VoucherView:
    found = voucher(guest.programme.id, number, whole=True)
    if found.member_id != guest.id:
        raise Http404
    return found
