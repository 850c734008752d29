"""How benefits grow from tier to tier: how many, what they are worth, on how many scenes they matter."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from regulars.engine.errors import Finding
from regulars.engine.programme.benefit_gradient import check_benefit_gradient
from regulars.engine.programme.benefit_holders import had_by, worth_of
from regulars.engine.programme.benefit_kinds import scenes_of
from regulars.engine.programme.benefits import Scene
from regulars.engine.programme.model import Programme


class TierGradient(NamedTuple):
    """What stands behind a tier: benefits it has and may pick, what they are worth in a year, scenes they matter on."""

    tier: str
    benefits: int
    picks: int
    worth: Decimal
    scenes: tuple[Scene, ...]


def gradient_of(document: Programme) -> list[TierGradient]:
    """The tiers from the lowest on, with number, quality and scenes of what each has."""
    return [_of_tier(document, tier.id) for tier in document.ladder.tiers]


def gradient_findings(document: Programme) -> list[Finding]:
    """What is wrong with the gradient: errors and warnings, from the lowest step on."""
    return list(check_benefit_gradient(document))


def _of_tier(document: Programme, tier: str) -> TierGradient:
    had = had_by(document, tier).values()
    return TierGradient(
        tier=tier,
        benefits=len(had),
        picks=sum(choice.pick.get(tier, 0) for choice in document.choices),
        worth=worth_of(document, tier),
        scenes=tuple(sorted({scene for one in had for scene in scenes_of(one.benefit)})),
    )
