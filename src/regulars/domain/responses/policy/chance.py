"""Chance that is the same whoever looks: numbers from a seed and from what they are for, never from a sequence.

A basket's number depends on seed, run, member and basket alone, so it makes no difference in how many parts and in
which order members are simulated.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from regulars.engine.states import Integers

Shares = npt.NDArray[np.float64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_BITS = 53


def uniform(*parts: int | Integers) -> Shares:
    """Numbers in [0, 1) for each combination of parts: integers, or arrays of one length."""
    return np.atleast_1d((numbered(*parts) >> np.uint64(64 - _BITS)).astype(np.float64) / 2.0**_BITS)


def numbered(*parts: int | Integers) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each combination of parts, well mixed (splitmix64; Steele, Lea, Flood, 2014)."""
    mixed = np.zeros(1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = _mixed(mixed + np.asarray(part, dtype=np.int64).astype(np.uint64) + _GOLDEN)
    return mixed


def strata(count: int, *parts: int) -> Shares:
    """As many numbers in [0, 1), one from each of as many equal parts, in a random order."""
    numbers = np.arange(count)
    order = np.argsort(uniform(*parts, 0, numbers), kind="stable")
    return np.asarray((order + uniform(*parts, 1, numbers)) / count, dtype=np.float64)


def triangular(at: float, low: float, likely: float, high: float) -> float:
    """The value of a triangular distribution below which the share `at` of all values lies."""
    if high <= low:
        return low
    peak = (likely - low) / (high - low)
    if at < peak:
        return float(low + np.sqrt(at * (high - low) * (likely - low)))
    return float(high - np.sqrt((1 - at) * (high - low) * (high - likely)))


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    once = (values ^ (values >> np.uint64(30))) * _FIRST
    twice = (once ^ (once >> np.uint64(27))) * _SECOND
    return np.asarray(twice ^ (twice >> np.uint64(31)), dtype=np.uint64)
