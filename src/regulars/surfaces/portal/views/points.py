"""The member's points: what there is, what expires when, every entry with its reason and its proof."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulars.domain.ledger import queries as ledger
from regulars.domain.proofs.errors import EntryNotAnchored
from regulars.domain.proofs.queries import prove_entry
from regulars.engine.programme.model import Wallet
from regulars.engine.trace import words
from regulars.platform.errors import Invalid
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.portal.cards import holdings
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.words import Amount, entry_line, entry_lines, main_wallet, visible_wallets
from regulars.surfaces.web.entry_subjects import subjects_of
from regulars.surfaces.web.formatting import is_chinese
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 20
_EXPIRIES = 6


@require_safe
@portal_page
def points(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Balances, expiries, and a page of entries."""
    document, programme_id = guest.document, guest.programme.id
    shown = {wallet.id: wallet for wallet in visible_wallets(document)}
    chosen = shown.get(request.GET.get("wallet", ""), main_wallet(document))
    found = _entries(request, guest, chosen)
    expiries = [one for one in ledger.expiries(programme_id, guest.id) if one.wallet in shown]
    context = {
        "holdings": holdings(document, ledger.balances(programme_id, guest.id)),
        "chosen": chosen,
        "expiries": [(Amount(shown[one.wallet], one.points), one.valid_until) for one in expiries[:_EXPIRIES]],
        "later": max(len(expiries) - _EXPIRIES, 0),
        "found": found,
        "lines": entry_lines(guest.programme, found.items),
        "first_page": "after" in request.GET,
        "may_give": document.transfers is not None,
    }
    return page(request, guest, "portal/points.html", context)


@require_safe
@portal_page
def entry(request: HttpRequest, guest: Guest, wallet: str, seq: int) -> HttpResponse:
    """Why an entry is as it is: opened below its line, or as a page of its own."""
    found = ledger.transaction(guest.programme.id, guest.id, wallet, seq)
    trace = ledger.explain(guest.programme.id, guest.id, wallet, seq)
    subjects = subjects_of(guest.programme.id, guest.id, [found])
    context: dict[str, Any] = {
        "line": entry_line(guest.document, _visible(guest, wallet), found, subjects),
        "steps": words(trace, "zh" if is_chinese() else "en"),
    }
    inline = bool(request.headers.get("HX-Request"))
    return page(request, guest, "portal/why.html" if inline else "portal/entry.html", context)


@require_safe
@portal_page
def entry_proof(request: HttpRequest, guest: Guest, wallet: str, seq: int) -> HttpResponse:
    """The proof of an entry as a file; while no anchor vouches for it, say so on the entry's page."""
    _visible(guest, wallet)
    try:
        document = prove_entry(guest.programme.id, guest.id, wallet, seq)
    except EntryNotAnchored as error:
        messages.info(request, text_of(error))
        return HttpResponseRedirect(reverse("portal:entry", args=[wallet, seq]))
    response = HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{wallet}-{seq}.json"'
    return response


def _entries(request: HttpRequest, guest: Guest, chosen: Wallet) -> Page[Any]:
    """The page that is asked for; the first where the address belongs to none."""
    try:
        asked = PageRequest(request.GET.get("after") or None, _PER_PAGE)
        return ledger.transactions(guest.programme.id, guest.id, asked, chosen.id)
    except Invalid:
        return ledger.transactions(guest.programme.id, guest.id, PageRequest(None, _PER_PAGE), chosen.id)


def _visible(guest: Guest, wallet_id: str) -> Wallet:
    """The wallet, where members see it."""
    found = next((wallet for wallet in visible_wallets(guest.document) if wallet.id == wallet_id), None)
    if found is None:
        raise Http404
    return found
