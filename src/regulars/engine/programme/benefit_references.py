"""What benefits and choices refer to: tiers, other benefits, multipliers, each with the path of its field."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme

Reference = tuple[str, str | None]


def tiers_named(programme: Programme) -> Iterator[Reference]:
    """Every tier that a benefit or a choice names."""
    for index, benefit in enumerate(programme.benefits):
        path = f"benefits.{index}"
        yield from ((f"{path}.tiers.{tier}", tier) for tier in benefit.tiers)
        yield from _of_occasions(path, benefit)
    for index, choice in enumerate(programme.choices):
        yield from ((f"choices.{index}.pick.{tier}", tier) for tier in choice.pick)


def _of_occasions(path: str, benefit: Benefit) -> Iterator[Reference]:
    for name in ("birthday", "anniversary", "moment"):
        if (occasion := getattr(benefit, name)) is not None:
            yield f"{path}.{name}.from_tier", occasion.from_tier
    if benefit.upgrade is not None:
        yield from ((f"{path}.upgrade.tiers.{at}", tier) for at, tier in enumerate(benefit.upgrade.tiers))


def benefits_named(programme: Programme) -> Iterator[Reference]:
    """Every benefit that a choice, or another benefit, names."""
    for index, benefit in enumerate(programme.benefits):
        yield from ((f"benefits.{index}.replaces.{at}", other) for at, other in enumerate(benefit.replaces))
    for index, choice in enumerate(programme.choices):
        yield from ((f"choices.{index}.benefits.{at}", one) for at, one in enumerate(choice.benefits))


def multipliers_named(programme: Programme) -> Iterator[Reference]:
    """Every multiplier that terms of a benefit name."""
    for index, benefit in enumerate(programme.benefits):
        yield f"benefits.{index}.terms.multiplier", benefit.terms.multiplier
        for tier, allowance in benefit.tiers.items():
            if allowance.terms is not None:
                yield f"benefits.{index}.tiers.{tier}.terms.multiplier", allowance.terms.multiplier
