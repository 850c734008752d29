"""The tiers side by side, and where the member stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.domain.benefits.queries import benefits_by_tier
from regulars.domain.benefits.types import TierBenefit
from regulars.domain.ledger.queries import tier_changes
from regulars.engine.programme.model import Programme, Tier
from regulars.engine.progress import all_paths
from regulars.surfaces.portal.cards import tier_named
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.holding import tier_words
from regulars.surfaces.portal.paths import Way, ways
from regulars.surfaces.portal.views.card import falling, standing_context
from regulars.surfaces.portal.words import in_language
from regulars.surfaces.web.formatting import plain_decimal
from regulars.surfaces.web.tier_words import reason_words

_NEWEST = 5


@dataclass(frozen=True)
class Rung:
    """A tier as members compare it: what it asks for, what it gives, and how it stands to the member's own."""

    tier: Tier
    ways: tuple[Way, ...]
    factors: tuple[tuple[str, str], ...]
    benefits: tuple[tuple[str, str], ...]
    own: bool
    reached: bool


@require_safe
@portal_page
def tiers(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The own tier with what is missing and what keeps it, then all tiers, then how the member came here."""
    document = guest.document
    context = standing_context(guest) | falling(guest)
    found = context["standing"]
    asked = all_paths(guest.programme.compiled)
    library = benefits_by_tier(document)
    order = [tier.id for tier in document.ladder.tiers]
    changes = [one for one in tier_changes(guest.programme.id, guest.id) if one.tier in order]
    context |= {
        "keeps": ways(document, found.keep_paths),
        "kept": any(way.met for way in ways(document, found.keep_paths)),
        "rungs": [
            Rung(
                tier=tier,
                ways=ways(document, asked[at]),
                factors=_factors(document, tier.id),
                benefits=_benefits(document, tier, library),
                own=tier.id == found.tier,
                reached=at < order.index(found.tier),
            )
            for at, tier in enumerate(document.ladder.tiers)
        ],
        "changes": [
            (tier_named(document, one.tier), reason_words(one.reason, one.basis), one.occurred_at)
            for one in changes[: -_NEWEST - 1 : -1]
        ],
    }
    return page(request, guest, "portal/tiers.html", context)


def _benefits(document: Programme, tier: Tier, library: list[TierBenefit]) -> tuple[tuple[str, str], ...]:
    """What the tier has: from the library of benefits, else as the document tells it."""
    if not library:
        return tuple((in_language(text), "") for text in tier.benefits)
    told = (tier_words(one, tier.id, document.currency) for one in library)
    return tuple(one for one in told if one is not None)


def _factors(document: Programme, tier_id: str) -> tuple[tuple[str, str], ...]:
    """What differs by tier: multipliers, the part of an order that points pay, prices of rewards."""
    told = [
        (in_language(one.name), f"×{plain_decimal(one.by_tier[tier_id])}")
        for one in document.multipliers
        if one.by_tier and tier_id in one.by_tier
    ]
    for wallet in document.wallets:
        spending = wallet.spending
        share = spending.order_share_by_tier.get(tier_id, spending.order_share)
        if wallet.visible and share is not None:
            told.append((_("Points pay of an order up to"), f"{plain_decimal(share * 100)}%"))
        price = spending.price_by_tier.get(tier_id)
        if wallet.visible and spending.price_by_tier:
            told.append((_("Price of rewards"), f"{plain_decimal(Decimal(price or 1) * 100)}%"))
    return tuple(told)
