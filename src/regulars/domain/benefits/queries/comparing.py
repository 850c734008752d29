"""The benefits of all tiers side by side."""

from __future__ import annotations

from regulars.domain.benefits.types import Origin, TierBenefit, TierTerms
from regulars.engine.programme.benefit_holders import Had, had_by
from regulars.engine.programme.model import Programme


def benefits_by_tier(document: Programme) -> list[TierBenefit]:
    """Every benefit that some tier has, in the order of the document, with how each tier has it.

    What is granted by hand or taken from a choice is not of a tier. Tiers that do not have a benefit are left out.
    """
    by_tier = {tier.id: had_by(document, tier.id) for tier in document.ladder.tiers}
    found = []
    for benefit in document.benefits:
        having = {tier: _terms(tier, had[benefit.id]) for tier, had in by_tier.items() if benefit.id in had}
        if having:
            found.append(TierBenefit(benefit, having))
    return found


def _terms(tier: str, had: Had) -> TierTerms:
    """How one tier has a benefit."""
    origin = Origin(had.by)
    if origin is Origin.TIER:
        allowance = had.benefit.tiers[tier]
        return TierTerms(had.terms, origin, allowance.quota, allowance.per)
    return TierTerms(had.terms, origin, getattr(had.benefit, had.by).quota, None)
