"""Small numbers: how many members are enough, and what is worked out of few."""

from __future__ import annotations

import math

ENOUGH = 30
"""Members below which nothing is found: a rule of thumb, from where averages begin to settle."""


def share(part: float, whole: float) -> float | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None


def stands_out(difference: float, spread: float, count: int) -> bool:
    """Whether a mean difference is more than twice its standard error; never of fewer than ENOUGH."""
    return count >= ENOUGH and abs(difference) > 2 * spread / math.sqrt(count)


def gini_of(values: list[int]) -> float | None:
    """The Gini coefficient (Gini, 1912); negative values count as nothing, None where there is nothing at all."""
    ordered = sorted(max(value, 0) for value in values)
    total, count = sum(ordered), len(ordered)
    if not total:
        return None
    weighted = sum((2 * rank - count - 1) * value for rank, value in enumerate(ordered, start=1))
    return weighted / (count * total)


def rounded(value: float, digits: int = 2) -> int:
    """A number people would choose: two leading digits, at least 1."""
    if value < 1:
        return 1
    size: int = 10 ** max(math.floor(math.log10(value)) + 1 - digits, 0)
    return round(value / size) * size
