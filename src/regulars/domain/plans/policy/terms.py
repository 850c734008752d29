"""Which terms a plan may have."""

from __future__ import annotations

import re

from regulars.domain.plans.errors import (
    PlanBenefitUnknown,
    PlanGivesNothing,
    PlanNumberInvalid,
    PlanTextMissing,
    PlanTierUnknown,
)
from regulars.domain.plans.types.plans import Terms
from regulars.engine.programme.model import Programme

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_RANGES = {"price_minor": (0, 10**10), "trial_days": (0, 365), "grace_days": (0, 27), "position": (0, 1_000_000)}
LARGEST_QUOTA = 1000


def check_terms(programme: Programme, code: str, terms: Terms) -> None:
    """Raise PlanTextMissing, PlanNumberInvalid, PlanGivesNothing, PlanTierUnknown or PlanBenefitUnknown.

    Grace is shorter than the shortest month, so that it never outlasts the period it belongs to.
    """
    if not _CODE.fullmatch(code) or not terms.name.zh.strip() or not terms.name.en.strip():
        raise PlanTextMissing
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(terms, name) <= most:
            raise PlanNumberInvalid(field=name, given=str(getattr(terms, name)), least=least, most=most)
    if not terms.tier and not terms.perks:
        raise PlanGivesNothing
    tiers = [tier.id for tier in programme.ladder.tiers][1:]
    if terms.tier and terms.tier not in tiers:
        raise PlanTierUnknown(given=terms.tier, known=", ".join(tiers))
    benefits = {benefit.id for benefit in programme.benefits}
    for perk in terms.perks:
        if perk.benefit not in benefits:
            raise PlanBenefitUnknown(given=perk.benefit, known=", ".join(sorted(benefits)))
        if not 1 <= perk.quota <= LARGEST_QUOTA:
            raise PlanNumberInvalid(field=f"quota {perk.benefit}", given=str(perk.quota), least=1, most=LARGEST_QUOTA)
