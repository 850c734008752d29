"""Intervals of 95 % around shares and lifts."""

from __future__ import annotations

from math import exp, log, sqrt

from regulars.domain.cohorts.types import Interval

Z = 1.959964


def share_of(part: int, whole: int) -> Interval | None:
    """A share with the interval of Wilson (1927); None of nothing."""
    if whole <= 0:
        return None
    share = part / whole
    middle, spread = share + Z * Z / (2 * whole), Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    below = 1 + Z * Z / whole
    return Interval(share, max((middle - spread) / below, 0.0), min((middle + spread) / below, 1.0))


def lift_of(both: int, first: int, second: int, whole: int) -> Interval | None:
    """How much likelier the second is with the first than in general; the interval is that of the risk ratio.

    The bounds are of the share with the first over the share without it (Katz 1978), scaled to the lift; None where
    nobody has both or all have either.
    """
    without, rest = whole - first, second - both
    if min(both, rest, first, without) <= 0:
        return None
    lift = (both / first) / (second / whole)
    error = sqrt(1 / both - 1 / first + 1 / rest - 1 / without)
    ratio = (both / first) / (rest / without)
    share = first / whole
    bounds = [_lift_of_ratio(exp(log(ratio) + sign * Z * error), share) for sign in (-1, 1)]
    return Interval(lift, bounds[0], bounds[1])


def _lift_of_ratio(ratio: float, share: float) -> float:
    """The lift that a ratio of risks comes to where so many have the first."""
    return ratio / (share * ratio + 1 - share)
