"""Likelihoods are maximised over the logarithms of positive parameters, between bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
"""Numbers of members: those of a history made of a file are hashes, which no float holds."""

Likelihood = Callable[[Floats], tuple[float, Floats]]
"""The log-likelihood at some parameters, and its derivatives by them."""

LEAST, MOST = 1e-4, 1e6


class Fitted(NamedTuple):
    """Parameters, the log-likelihood there, and whether the search ended by itself between the bounds."""

    parameters: Floats
    log_likelihood: float
    converged: bool


@contextmanager
def one_thread() -> Iterator[None]:
    """Let libraries of linear algebra use one thread: on small matrices others only wait for one another."""
    with _pools().limit(limits=1):
        yield


@lru_cache(maxsize=1)
def _pools() -> Any:
    import scipy.linalg  # brings a library of its own, which has to be there to be found
    from threadpoolctl import ThreadpoolController

    del scipy
    return ThreadpoolController()


def maximised(likelihood: Likelihood, start: tuple[float, ...]) -> Fitted:
    """The parameters under which the data are likeliest, by quasi-Newton steps from `start` (L-BFGS-B)."""
    from scipy.optimize import minimize

    begin, _ = likelihood(np.array(start))
    scale = max(abs(begin), 1.0)

    def turned(logs: Floats) -> tuple[float, Floats]:
        found = np.exp(logs)
        value, slopes = likelihood(found)
        return -value / scale, -slopes * found / scale

    bounds = [(np.log(LEAST), np.log(MOST))] * len(start)
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
    with one_thread():
        answer = minimize(turned, np.log(np.array(start)), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    found = np.exp(np.asarray(answer.x, dtype=np.float64))
    inside = bool(np.all(found > LEAST * 1.01) and np.all(found < MOST / 1.01))
    return Fitted(found, float(-answer.fun * scale), bool(np.isfinite(answer.fun)) and inside)
