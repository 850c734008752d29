"""Who has which benefits by the document alone: per tier, with how much and on which terms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from regulars.engine.programme.benefit_kinds import terms_for
from regulars.engine.programme.benefits import Allowance, Anniversary, Benefit, Birthday, Choice, Moment, Terms
from regulars.engine.programme.model import Programme

PER_YEAR: dict[str, Decimal] = {
    "day": Decimal(365),
    "week": Decimal(52),
    "month": Decimal(12),
    "quarter": Decimal(4),
    "year": Decimal(1),
    "lifetime": Decimal("0.2"),
}
"""How often a period comes in a year; a lifetime is taken as five years."""
OFTEN = Decimal(52)
"""Uses a year of what is without limit, where uses are weighed by what they are worth."""


class Had(NamedTuple):
    """A benefit as a tier has it; `uses` a year, None: without limit, and `by` what gives it."""

    benefit: Benefit
    terms: Terms
    uses: Decimal | None
    by: str


def terms_at(programme: Programme, benefit: Benefit, tier: str) -> Terms:
    """The terms of a benefit on a tier; of multiplied points the factor is that of the multiplier they name."""
    terms = terms_for(benefit, benefit.tiers.get(tier))
    named = next((one for one in programme.multipliers if one.id == terms.multiplier), None)
    if named is None:
        return terms
    factor = named.factor if named.by_tier is None else named.by_tier.get(tier)
    return terms.model_copy(update={"factor": factor})


def uses_a_year(allowance: Allowance) -> Decimal | None:
    """How often somebody with this allowance may use the benefit in a year; None: without limit."""
    if allowance.quota is None:
        return None
    return allowance.quota * PER_YEAR[allowance.per or "lifetime"]


def had_by(programme: Programme, tier: str) -> dict[str, Had]:
    """The benefits of a tier by id, in document order; the first of several ways to have one counts."""
    rank = {one.id: index for index, one in enumerate(programme.ladder.tiers)}
    had: dict[str, Had] = {}
    for benefit in programme.benefits:
        for uses, by in _ways(benefit, tier, rank):
            had.setdefault(benefit.id, Had(benefit, terms_at(programme, benefit, tier), uses, by))
    return had


def reaches(rank: dict[str, int], tier: str, from_tier: str | None) -> bool:
    """Whether a tier is at or above the lowest one that has something; None: all have it."""
    return from_tier is None or rank.get(tier, 0) >= rank.get(from_tier, 0)


def _ways(benefit: Benefit, tier: str, rank: dict[str, int]) -> Iterator[tuple[Decimal | None, str]]:
    if (allowance := benefit.tiers.get(tier)) is not None:
        yield uses_a_year(allowance), "tier"
    occasions: list[tuple[str, Birthday | Anniversary | Moment | None]] = [
        ("birthday", benefit.birthday),
        ("anniversary", benefit.anniversary),
        ("moment", benefit.moment),
    ]
    for by, occasion in occasions:
        if occasion is not None and reaches(rank, tier, occasion.from_tier):
            yield Decimal(occasion.quota), by
    if benefit.upgrade is not None and tier in benefit.upgrade.tiers:
        yield Decimal(benefit.upgrade.quota), "upgrade"


def worth_of(programme: Programme, tier: str) -> Decimal:
    """What the benefits of a tier are worth to a member in a year, as far as the document says.

    What is without limit counts once a week. Of a choice the benefits that are worth most count. What a moment or a
    rise brings comes too seldom to count.
    """
    known = {benefit.id: benefit.worth or Decimal(0) for benefit in programme.benefits}
    had = [one for one in had_by(programme, tier).values() if one.by in ("tier", "birthday", "anniversary")]
    by_tier = sum((known[one.benefit.id] * (OFTEN if one.uses is None else one.uses) for one in had), Decimal(0))
    return by_tier + sum((_worth_of_choice(choice, tier, known) for choice in programme.choices), Decimal(0))


def _worth_of_choice(choice: Choice, tier: str, known: dict[str, Decimal]) -> Decimal:
    best = sorted((known.get(one, Decimal(0)) for one in choice.benefits), reverse=True)[: choice.pick.get(tier, 0)]
    return sum(best, Decimal(0)) * choice.quota * PER_YEAR[choice.per]
