"""The CDNOW sample: 2,357 customers who first bought early in 1997, followed until June 1998.

The text file comes with the package `lifetimes`, which is not imported.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.buying import Bought, bought
from regulars.domain.predictions.policy.fitting import Floats

LEARNED_UNTIL = date(1997, 9, 30)


class Cdnow(NamedTuple):
    """Frequency, recency and age in weeks at the end of September 1997; spend of repeats; purchases after."""

    weeks: Bought
    repeats: Floats
    mean_spend: Floats
    later: Floats
    later_spend: Floats


@lru_cache(maxsize=1)
def cdnow() -> Cdnow:
    """The customers by number. Days with several purchases count once."""
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    text = (Path(spec.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt").read_text()
    days: dict[str, dict[date, float]] = {}
    for line in text.splitlines():
        _, customer, day, _, spent = line.split()
        when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        own = days.setdefault(customer, {})
        own[when] = own.get(when, 0.0) + float(spent)
    rows = [_row(own) for _, own in sorted(days.items())]
    columns = np.array(rows, dtype=np.float64).T
    return Cdnow(bought(columns[0], columns[1], columns[2]), columns[0], *columns[3:])


def _row(own: dict[date, float]) -> tuple[float, ...]:
    known = sorted(day for day in own if day <= LEARNED_UNTIL)
    later = [day for day in own if day > LEARNED_UNTIL]
    first, repeats = known[0], known[1:]
    spent = [own[day] for day in repeats]
    return (
        len(repeats),
        (known[-1] - first).days / 7,
        (LEARNED_UNTIL - first).days / 7,
        sum(spent) / len(spent) if spent else 0.0,
        len(later),
        sum(own[day] for day in later),
    )
