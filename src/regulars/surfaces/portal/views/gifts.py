"""Points for a friend: a form, then what would come of it, then the deed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.domain.ledger.queries import balances
from regulars.domain.transfers.operations import preview_transfer, transfer_points
from regulars.domain.transfers.types import NewTransfer
from regulars.engine.programme.model import Transfers, Wallet
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.forms import GiftForm
from regulars.surfaces.portal.people import friend, name_of
from regulars.surfaces.portal.words import Amount
from regulars.surfaces.web.messages import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def give(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Give points; nothing moves before the member has seen what it costs them."""
    terms = guest.document.transfers
    if terms is None:
        raise Http404
    wallets = [wallet for wallet in guest.document.wallets if wallet.visible and wallet.id in terms.wallets]
    form = GiftForm(wallets, request.POST or None)
    context: dict[str, Any] = {"form": form, **_terms(guest, terms, wallets)}
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, guest, form, context)
        except DomainError as error:
            form.add_error(None, text_of(error))
    return page(request, guest, "portal/give.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, guest: Guest, form: GiftForm, context: dict[str, Any]) -> HttpResponse:
    given = form.cleaned_data
    receiver = friend(guest, given["receiver"])
    wallet = form.wallets[given["wallet"]]
    asked = NewTransfer(
        transfer_id=str(given["deed_id"]),
        sender=guest.id,
        receiver=receiver.id,
        wallet=wallet.id,
        points=given["smallest"],
        reason=given["message"],
        actor=guest.actor,
    )
    if request.POST.get("step") == "confirm":
        transfer_points(guest.programme.id, asked)
        told = {"points": Amount(wallet, asked.points), "wallet": Amount(wallet, 0).name}
        messages.success(request, _("Done: %(points)s %(wallet)s are with your friend now.") % told)
        return HttpResponseRedirect(reverse("portal:points"))
    found = preview_transfer(guest.programme.id, asked)
    context |= {
        "confirming": True,
        "receiver_name": name_of(receiver),
        "receiver_given": given["receiver"],
        "points": Amount(wallet, found.points),
        "fee": Amount(wallet, found.fee),
        "left": Amount(wallet, found.sender[1]),
        "lots": [(Amount(wallet, lot.points), lot.valid_until) for lot in found.lots],
    }
    return page(request, guest, "portal/give.html", context)


def _terms(guest: Guest, terms: Transfers, wallets: list[Wallet]) -> dict[str, Any]:
    """What the member has to give, and what the programme says of gifts."""
    held = {one.wallet: one.available for one in balances(guest.programme.id, guest.id)}
    return {"held": [Amount(wallet, held[wallet.id]) for wallet in wallets], "terms": terms}
