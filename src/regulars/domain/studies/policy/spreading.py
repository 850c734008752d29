"""How members are spread: counts by steps that people can read, the same steps for all programmes of a study."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from regulars.domain.studies.types import Distribution, Measure
from regulars.engine.states import Integers

STEPS = 10
"""Steps at most, beside the one of those who have nothing."""

_SHARES = np.linspace(0, 1, STEPS + 1)[1:]


def spread_of(measure: Measure, wallet: str, values: Mapping[str, Integers], unit: int) -> Distribution | None:
    """Members by step; None where nobody has anything. `unit` is how many smallest units make one that people count."""
    together = np.concatenate([np.asarray(one) for one in values.values()])
    bounds = bounds_of(together[together > 0], unit)
    if not bounds:
        return None
    counts = tuple((name, _counted(np.asarray(own), bounds)) for name, own in values.items())
    return Distribution(measure, wallet, bounds, counts)


def bounds_of(values: Integers, unit: int) -> tuple[int, ...]:
    """Where steps begin: nothing, one smallest unit, then round numbers below the deciles of what there is."""
    if not len(values):
        return ()
    deciles = np.quantile(values, _SHARES, method="lower").tolist()
    rounded = sorted({_rounded(int(value), unit) for value in deciles if value > unit})
    return (0, 1, *(one for one in rounded if one > 1))


def _rounded(value: int, unit: int) -> int:
    """A number with one leading digit of 1, 2, 3 or 5 that is not above the value."""
    units = max(value // unit, 1)
    power: int = 10 ** (len(str(units)) - 1)
    first: int = max(digit for digit in (1, 2, 3, 5) if digit * power <= units)
    return first * power * unit


def _counted(values: Integers, bounds: tuple[int, ...]) -> tuple[int, ...]:
    places = np.searchsorted(np.array(bounds), np.maximum(values, 0), side="right") - 1
    return tuple(np.bincount(places, minlength=len(bounds)).tolist())
