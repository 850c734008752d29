"""The member's card: who they are, what they have, what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.benefits.queries import member_benefits
from regulars.domain.ledger import queries as ledger
from regulars.domain.passes.queries import offered_passes
from regulars.domain.pools.queries import PoolFilter, list_pools, pool_of_member
from regulars.domain.tiers.queries import forecast_of, standing
from regulars.domain.tiers.types import Outlook
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.platform.paging import PageRequest
from regulars.surfaces.portal.cards import card_number, holdings, tier_named
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.holding import benefit_lines
from regulars.surfaces.portal.memberships import plan_link
from regulars.surfaces.portal.paths import shortest, ways
from regulars.surfaces.portal.words import Amount, entry_lines, main_wallet
from regulars.surfaces.web.formatting import money
from regulars.surfaces.web.marks import code128_of, qr_of

_NEWEST = 4
_BENEFITS = 3


@require_safe
@portal_page
def card(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The card with its codes, the way to the next tier, what expires first and what happened last."""
    document, programme_id = guest.document, guest.programme.id
    number = card_number(guest.member)
    balances = {one.wallet: one for one in ledger.balances(programme_id, guest.id)}
    wallet = main_wallet(document)
    newest = ledger.transactions(programme_id, guest.id, PageRequest(limit=_NEWEST), wallet.id)
    held = balances[wallet.id]
    context = {
        "number": number,
        "qr": qr_of(number),
        "bars": code128_of(number),
        "balance": Amount(wallet, held.available),
        "worth": _worth(guest, held.available),
        "owed": Amount(wallet, held.debt),
        "expiring": held.expiring_next,
        "expiring_points": Amount(wallet, held.expiring_next.points) if held.expiring_next else None,
        "others": [one for one in holdings(document, list(balances.values())) if one.wallet.id != wallet.id],
        "lines": entry_lines(guest.programme, newest.items),
        "plan": plan_link(guest),
        "passes": offered_passes(),
    }
    context |= standing_context(guest) | falling(guest) | _invited(guest) | _benefits(guest)
    return page(request, guest, "portal/card.html", context)


def standing_context(guest: Guest) -> dict[str, Any]:
    """Where the member stands, and what is missing for the next tier."""
    found = standing(guest.programme.id, guest.id)
    rising = ways(guest.document, found.next_paths)
    return {
        "standing": found,
        "tier": tier_named(guest.document, found.tier),
        "next_tier": tier_named(guest.document, found.next_tier) if found.next_tier else None,
        "rising": rising,
        "missing": shortest(rising),
    }


def falling(guest: Guest) -> dict[str, Any]:
    """What the member would fall to at the next evaluation if nothing more happened, and what would keep the tier."""
    found = forecast_of(guest.programme.id, guest.id)
    if found is None or found.outlook is not Outlook.FALL or found.changes_on is None:
        return {"falls_to": None}
    return {
        "falls_to": tier_named(guest.document, found.tier_then),
        "falls_on": found.changes_on,
        "saving": shortest(ways(guest.document, found.keeping)),
    }


def _worth(guest: Guest, points: int) -> str:
    """What the points are worth at the till, where they are worth something."""
    wallet = main_wallet(guest.document)
    if wallet.cash_value is None or points <= 0:
        return ""
    currency = guest.document.currency
    return money(int(points * wallet.cash_value.scaleb(CURRENCY_DECIMALS[currency] - wallet.decimals)), currency)


def _benefits(guest: Guest) -> dict[str, Any]:
    """What can be used today, a few of it."""
    if not guest.document.benefits:
        return {"usable": [], "benefit_count": 0}
    lines = benefit_lines(guest.document, member_benefits(guest.programme.id, guest.id), guest.id)
    usable = [line for line in lines if line.usable]
    return {"usable": usable[:_BENEFITS], "benefit_count": len(usable)}


def _invited(guest: Guest) -> dict[str, Any]:
    """Whether a family waits for an answer."""
    if guest.document.pools is None:
        return {"invited": False}
    families = list_pools(guest.programme.id, PageRequest(limit=5), PoolFilter("", guest.id, with_closed=False))
    own = pool_of_member(guest.programme.id, guest.id)
    return {"invited": any(own is None or line.id != own.id for line in families.items)}
