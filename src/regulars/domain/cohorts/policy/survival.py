"""Time until something happens, where for some it has not happened yet."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np

from regulars.domain.cohorts.policy.intervals import Z
from regulars.domain.cohorts.types import Survival


def survival(days: np.ndarray, happened: np.ndarray) -> Survival:
    """The estimate of Kaplan and Meier (1958); bounds of the median by Brookmeyer and Crowley (1982), log-log."""
    times, shares, spread, share = [], [], [], 1.0
    summed = 0.0
    for day in np.unique(days[happened]).tolist():
        waiting, now = int((days >= day).sum()), int((happened & (days == day)).sum())
        share *= 1 - now / waiting
        summed += now / (waiting * (waiting - now)) if waiting > now else 0.0
        times.append(int(day))
        shares.append(share)
        spread.append(summed)
    bounds = [_bounds(one, error) for one, error in zip(shares, spread, strict=True)]
    risen = int(happened.sum())
    return Survival(
        days=tuple(times),
        share=tuple(shares),
        median=_first_below(times, shares),
        low=_first_below(times, [low for low, _high in bounds]),
        high=_first_below(times, [high for _low, high in bounds]),
        risen=risen,
        waiting=len(days) - risen,
    )


def _bounds(share: float, summed: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return share, share
    spread = Z * sqrt(summed) / abs(log(share))
    return share ** exp(spread), share ** exp(-spread)


def _first_below(times: list[int], shares: list[float]) -> int | None:
    return next((day for day, share in zip(times, shares, strict=True) if share <= 0.5), None)
