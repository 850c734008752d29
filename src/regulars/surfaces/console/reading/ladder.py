"""The tiers side by side: conditions, multipliers and benefits of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.engine.programme.model import Programme, Tier
from regulars.surfaces.console.reading.conditions import Phrase, read_condition
from regulars.surfaces.console.reading.spans import share_words
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.formatting import plain_decimal


@dataclass(frozen=True)
class Factor:
    """A multiplier, a share of orders or a price as one tier sees it."""

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
    factors += _terms(tier, programme)
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


def _terms(tier: Tier, programme: Programme) -> Iterator[Factor]:
    """What a tier may pay with points, and what rewards cost it, where that differs by tier."""
    for wallet in programme.wallets:
        spending, name = wallet.spending, {"wallet": in_language(wallet.name)}
        share = spending.order_share_by_tier.get(tier.id)
        if share is not None:
            yield Factor(_("Part of an order that %(wallet)s may pay") % name, share_words(share))
        price = spending.price_by_tier.get(tier.id)
        if price is not None:
            yield Factor(_("Price of rewards in %(wallet)s") % name, share_words(price))
