"""Findings about the ladder: conditions where they belong, thresholds that grow, settings that have an effect."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.expressions.ranges import Threshold, thresholds
from regulars.engine.programme.model import Ladder, Tier

_LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


def check_standing(ladder: Ladder, scope: Scope) -> Iterator[Finding]:
    """All findings about tiers and how members move on them."""
    yield from _first_tier(ladder.tiers[0])
    for index, tier in enumerate(ladder.tiers[1:], start=1):
        if tier.enter is None:
            yield found(f"ladder.tiers.{index}", "tier_without_enter", tier=tier.id)
    yield from _growth(ladder.tiers, scope.members_only())
    yield from _colours(ladder.tiers)
    if ladder.trial is not None and ladder.trial.tier == ladder.tiers[0].id:
        yield found("ladder.trial.tier", "trial_on_first")
    if ladder.review is None and ladder.evaluation is None:
        yield from _without_review(ladder)


def _first_tier(tier: Tier) -> Iterator[Finding]:
    for field in ("enter", "keep"):
        if getattr(tier, field) is not None:
            yield found(f"ladder.tiers.0.{field}", "first_tier_condition", field=field)


def _without_review(ladder: Ladder) -> Iterator[Finding]:
    for field in ("grace_days", "minimum_stay_days"):
        if getattr(ladder, field):
            yield found(f"ladder.{field}", "nobody_falls", "warning", field=field)


def _growth(tiers: list[Tier], scope: Scope) -> Iterator[Finding]:
    before: list[Threshold] = []
    for index, tier in enumerate(tiers):
        path = f"ladder.tiers.{index}"
        enter = _read(tier.enter, scope)
        for lower in before:
            if any(here.measures_as(lower) and here.least <= lower.least for here in enter):
                yield found(f"{path}.enter", "threshold_not_above", "warning", name=lower.name, least=lower.written)
        for kept in _read(tier.keep, scope):
            if any(kept.measures_as(here) and kept.least > here.least for here in enter):
                yield found(f"{path}.keep", "keep_above_enter", "warning", name=kept.name)
        before = enter or before


def _read(text: str | None, scope: Scope) -> list[Threshold]:
    """The thresholds of a condition; none of one that cannot be read, which is found elsewhere."""
    if text is None:
        return []
    try:
        return thresholds(text, scope)
    except ExpressionError:
        return []


def _colours(tiers: list[Tier]) -> Iterator[Finding]:
    for index, tier in enumerate(tiers):
        contrast = contrast_with_white(tier.colour)
        if contrast < _LEAST_CONTRAST:
            shown = {"colour": tier.colour, "contrast": f"{contrast:.1f}", "least": _LEAST_CONTRAST}
            yield found(f"ladder.tiers.{index}.colour", "colour_contrast", "warning", **shown)


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white text on a colour such as `#5b6b7b`, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
