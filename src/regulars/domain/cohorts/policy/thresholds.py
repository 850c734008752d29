"""What a tier does to who just reached it: members just above and just below its threshold (regression discontinuity).

Who stands just below a threshold on a day is much like who stands just above; what sets them apart is the tier. A line
is fitted on each side, nearer members weighing more, and the jump between the lines is the effect. Members below reach
the tier later and members above may have lost it, so the jump is divided by the jump in time on the tier (Hahn, Todd
and van der Klaauw 2001): the effect of a whole quarter on it. Three checks come first, and any of them refuses the
estimate: members crowd above the threshold (McCrary 2008), the tier does not hang on it, or both sides differed before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FEWEST = 60
"""Members on each side within reach of the threshold."""

REACHES = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
"""How far from the threshold members are looked at, as a share of it: the nearest that has enough of them."""

LEAST_STEP = 0.3
"""Time on the tier has to jump by so much of the quarter."""

Z = 1.959964
_BINS = 8
Floats = NDArray[np.float64]


class Reading(StrEnum):
    """What may be said."""

    TOLD = "lift_told"
    NONE = "lift_none"
    FEW_NEAR = "lift_few_near"
    CROWDED = "lift_crowded"
    WEAK_STEP = "lift_weak_step"
    DIFFERED_BEFORE = "lift_differed_before"


@dataclass(frozen=True)
class Near:
    """Members on a day: how far from the threshold (a share of it), time on the tier in the quarter after (0 to 1),
    what they did in it, and in the quarter before.
    """

    distance: Floats
    dose: Floats
    after: Floats
    before: Floats


@dataclass(frozen=True)
class Jump:
    """A jump at the threshold with its interval of 95 %."""

    value: float
    low: float
    high: float

    @property
    def nothing(self) -> bool:
        """Whether it may be none."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Estimate:
    """What came of it: within which reach, how many on each side, the checks, and the effect where they allow it.

    crowding: by how much more (a logarithm) members stand just above than just below. step: of time on the tier.
    placebo: of what they did in the quarter before, which the tier cannot have changed.
    """

    reading: Reading
    reach: float | None = None
    below: int = 0
    above: int = 0
    crowding: Jump | None = None
    step: Jump | None = None
    placebo: Jump | None = None
    effect: Jump | None = None


def estimate_of(near: Near) -> Estimate:
    """The effect of a whole quarter on the tier, or why there is none."""
    reach = _reach(near.distance)
    if reach is None:
        inside = np.abs(near.distance) < REACHES[-1]
        above = int((inside & (near.distance >= 0)).sum())
        return Estimate(Reading.FEW_NEAR, None, int(inside.sum()) - above, above)
    inside = np.abs(near.distance) < reach
    distance, weights = near.distance[inside], 1 - np.abs(near.distance[inside]) / reach
    counts = (int((distance < 0).sum()), int((distance >= 0).sum()))
    crowding = _crowding(distance, reach)
    step = jump_of(distance, near.dose[inside], weights)
    placebo = jump_of(distance, near.before[inside], weights)
    told = (reach, *counts, crowding, step, placebo)
    if not crowding.nothing:
        return Estimate(Reading.CROWDED, *told)
    if step.value < LEAST_STEP:
        return Estimate(Reading.WEAK_STEP, *told)
    if not placebo.nothing:
        return Estimate(Reading.DIFFERED_BEFORE, *told)
    effect = effect_of(distance, near.dose[inside], near.after[inside], weights)
    return Estimate(Reading.NONE if effect.nothing else Reading.TOLD, *told, effect)


def _reach(distance: Floats) -> float | None:
    """The nearest reach with enough members on both sides."""
    for reach in REACHES:
        inside = distance[np.abs(distance) < reach]
        if min((inside < 0).sum(), (inside >= 0).sum()) >= FEWEST:
            return reach
    return None


def jump_of(distance: Floats, outcome: Floats, weights: Floats) -> Jump:
    """The jump between a line on each side; errors may differ between members (White 1980, HC1)."""
    design = _design(distance, (distance >= 0).astype(np.float64))
    return _instrumented(design, design, outcome, weights)


def effect_of(distance: Floats, dose: Floats, outcome: Floats, weights: Floats) -> Jump:
    """The jump of the outcome for each unit of the jump of the dose: two-stage least squares."""
    instruments = _design(distance, (distance >= 0).astype(np.float64))
    return _instrumented(instruments, _design(distance, dose), outcome, weights)


def _design(distance: Floats, treated: Floats) -> Floats:
    above = np.maximum(distance, 0)
    found: Floats = np.column_stack([treated, np.ones_like(distance), distance, above])
    return found


def _instrumented(instruments: Floats, design: Floats, outcome: Floats, weights: Floats) -> Jump:
    """The first coefficient, by instruments as many as columns, with weights and its robust interval."""
    weighted = instruments * weights[:, None]
    inverse = np.linalg.pinv(weighted.T @ design)
    coefficients = inverse @ (weighted.T @ outcome)
    moments = weighted * (outcome - design @ coefficients)[:, None]
    members, columns = design.shape
    spread = inverse @ (moments.T @ moments) @ inverse.T * members / max(members - columns, 1)
    value, error = float(coefficients[0]), float(np.sqrt(max(spread[0, 0], 0)))
    return Jump(value, value - Z * error, value + Z * error)


def _crowding(distance: Floats, reach: float) -> Jump:
    """Whether more members stand just above than the counts nearby lead one to expect.

    Counts of bins on both sides, as twice their roots, which all have a variance of 1 (Anscombe 1948), with a line on
    each side; the jump at the threshold, as a difference of logarithms.
    """
    edges = np.linspace(-reach, reach, 2 * _BINS + 1)
    counts = np.histogram(distance, edges)[0]
    middles = (edges[:-1] + edges[1:]) / 2
    design = _design(middles, (middles > 0).astype(np.float64))
    inverse = np.linalg.pinv(design.T @ design)
    roots = 2 * np.sqrt(counts + 0.375)
    coefficients = inverse @ (design.T @ roots)
    below = max(float(coefficients[1]), 0.5)
    scale = 2 / below  # of the logarithm of a count for its root
    value, error = float(coefficients[0]) * scale, float(np.sqrt(inverse[0, 0])) * scale
    return Jump(value, value - Z * error, value + Z * error)
