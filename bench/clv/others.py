"""Runs in an environment of its own: the fit of BG/NBD by `lifetimes`, then by pymc-marketing; answers seconds."""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

warnings.simplefilter("ignore")


def by_lifetimes(data: dict[str, list[float]]) -> Callable[[], Any]:
    """Its fitter, as its tutorial uses it."""
    from lifetimes import BetaGeoFitter

    return lambda: BetaGeoFitter().fit(data["frequency"], data["recency"], data["T"]).params_


def by_pymc(data: dict[str, list[float]]) -> Callable[[], Any]:
    """Its model, by maximum a posteriori: its quickest way; sampling takes far longer."""
    import pandas as pd
    from pymc_marketing.clv import BetaGeoModel

    frame = pd.DataFrame({"customer_id": range(len(data["T"])), **data})
    return lambda: BetaGeoModel(data=frame).fit(method="map")


def measured(work: Callable[[], Any], times: int) -> float:
    """The median of some runs, the first left out: it compiles."""
    work()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return statistics.median(found)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    told = {"lifetimes": measured(by_lifetimes(given), 7)}
    told["pymc"] = measured(by_pymc(given), 3)
    print(json.dumps(told))
