"""The tiers side by side: conditions, multipliers and benefits of each."""

from dataclasses import dataclass

from regulars.engine.programme.model import Programme, Tier
from regulars.surfaces.console.reading.conditions import Phrase, read_condition
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.formatting import plain_decimal


@dataclass(frozen=True)
class Factor:
    """A multiplier as one tier sees it."""

    name: str
    factor: str


@dataclass(frozen=True)
class Rung:
    """One tier of the ladder, lowest first."""

    id: str
    name: str
    colour: str
    proposition: str
    enter: tuple[Phrase, ...]
    keep: tuple[Phrase, ...]
    factors: tuple[Factor, ...]
    benefits: tuple[str, ...]


def rungs(programme: Programme, vocabulary: Vocabulary) -> list[Rung]:
    """All tiers, lowest first."""
    return [_rung(tier, programme, vocabulary) for tier in programme.ladder.tiers]


def _rung(tier: Tier, programme: Programme, vocabulary: Vocabulary) -> Rung:
    factors = [
        Factor(in_language(part.name), f"×{plain_decimal(part.by_tier[tier.id])}")
        for part in programme.multipliers
        if part.by_tier and tier.id in part.by_tier
    ]
    return Rung(
        id=tier.id,
        name=in_language(tier.name),
        colour=tier.colour,
        proposition=in_language(tier.proposition) if tier.proposition else "",
        enter=read_condition(tier.enter, vocabulary).parts if tier.enter else (),
        keep=read_condition(tier.keep, vocabulary).parts if tier.keep else (),
        factors=tuple(factors),
        benefits=tuple(in_language(benefit) for benefit in tier.benefits),
    )
