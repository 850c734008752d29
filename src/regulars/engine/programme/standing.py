"""Findings about the ladder: conditions where they belong, thresholds that grow, settings that have an effect."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.errors import ExpressionError, Finding
from regulars.engine.expressions import Scope
from regulars.engine.expressions.ranges import Threshold, thresholds
from regulars.engine.programme.model import Ladder, Tier

_LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


def check_standing(ladder: Ladder, scope: Scope) -> Iterator[Finding]:
    """All findings about tiers and how members move on them."""
    yield from _first_tier(ladder.tiers[0])
    for index, tier in enumerate(ladder.tiers[1:], start=1):
        if tier.enter is None:
            yield Finding(
                f"ladder.tiers.{index}",
                f"Nothing says when a member enters {tier.id!r}.",
                "Only the first tier is without conditions: everybody stands on it.",
                "Give enter, for example a metric with a threshold.",
            )
    yield from _growth(ladder.tiers, scope.members_only())
    yield from _colours(ladder.tiers)
    if ladder.review is None:
        yield from _without_review(ladder)


def _first_tier(tier: Tier) -> Iterator[Finding]:
    for field in ("enter", "keep"):
        if getattr(tier, field) is not None:
            yield Finding(
                f"ladder.tiers.0.{field}",
                "The first tier has a condition.",
                "Everybody stands on the first tier, so it would have no effect.",
                f"Remove {field}, or put a tier without conditions before it.",
            )


def _without_review(ladder: Ladder) -> Iterator[Finding]:
    for field in ("grace_days", "minimum_stay_days"):
        if getattr(ladder, field):
            yield Finding(
                f"ladder.{field}",
                f"{field} is set, and there is no review.",
                "Without a review nobody falls, so it has hardly any effect.",
                "Give review, or remove it.",
                "warning",
            )


def _growth(tiers: list[Tier], scope: Scope) -> Iterator[Finding]:
    before: list[Threshold] = []
    for index, tier in enumerate(tiers):
        path = f"ladder.tiers.{index}"
        enter = _read(tier.enter, scope)
        for lower in before:
            if any(lower.name == here.name and here.least <= lower.least for here in enter):
                yield Finding(
                    f"{path}.enter",
                    f"The threshold on {lower.name} is not above that of the tier before.",
                    "Whoever enters the lower tier by it enters this one too, and skips the lower.",
                    f"Raise it above {lower.written}.",
                    "warning",
                )
        for kept in _read(tier.keep, scope):
            if any(kept.name == here.name and kept.least > here.least for here in enter):
                yield Finding(
                    f"{path}.keep",
                    f"Keeping the tier needs more {kept.name} than entering it.",
                    "A member who just entered may fall at the next review.",
                    "Lower the threshold of keep to that of enter or below.",
                    "warning",
                )
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
            yield Finding(
                f"ladder.tiers.{index}.colour",
                f"White text on {tier.colour} has a contrast of {contrast:.1f} to 1.",
                f"People read text on tier badges from a contrast of {_LEAST_CONTRAST} to 1 on.",
                "Choose a darker colour.",
                "warning",
            )


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white text on a colour such as `#5b6b7b`, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
