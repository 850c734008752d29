"""What a member will spend within a horizon, in three ways: naively, by how members buy and stop, and by trees."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from regulars.domain.predictions.policy.bg_nbd import BgNbd, expected, fit_bg_nbd
from regulars.domain.predictions.policy.buying import Bought, bought
from regulars.domain.predictions.policy.fitting import Floats
from regulars.domain.predictions.policy.gamma_gamma import GammaGamma, fit_gamma_gamma, mean_spend
from regulars.domain.predictions.policy.snapshots import Learned, Snapshot

_WINDOW = {90: "spend_90", 365: "spend_365"}
_SOFT = 2000.0
"""Twenty units of money: what keeps errors of small amounts from counting endlessly."""


def naive_spend(snapshot: Snapshot, horizon: int) -> Floats:
    """The mean of what was spent in as many days before, and of the rate since the first purchase."""
    lately = snapshot.column(_WINDOW[horizon])
    rate = snapshot.column("spend") / np.maximum(snapshot.column("age"), 1.0)
    return np.maximum((lately + rate * horizon) / 2, 0.0)


class ByBuying(NamedTuple):
    """How often members buy and when they stop, and what a purchase comes to."""

    often: BgNbd
    much: GammaGamma


def fit_by_buying(snapshot: Snapshot) -> ByBuying:
    """Learned from the snapshot itself: these models need no later stretch."""
    days = snapshot.column("bought_days")
    return ByBuying(
        fit_bg_nbd(_bought(snapshot)).model, fit_gamma_gamma(days, snapshot.column("spend") / np.maximum(days, 1)).model
    )


def spend_by_buying(model: ByBuying, snapshot: Snapshot, horizon: int) -> Floats:
    """Days with a purchase to come, times what such a day comes to."""
    days = snapshot.column("bought_days")
    often = expected(model.often, _bought(snapshot), float(horizon))
    return often * mean_spend(model.much, days, snapshot.column("spend") / np.maximum(days, 1))


def _bought(snapshot: Snapshot) -> Bought:
    age = snapshot.column("age")
    return bought(snapshot.column("bought_days") - 1, age - snapshot.column("recency"), age)


class Trees(NamedTuple):
    """Boosted trees for what is spent beyond the naive figure."""

    trees: Any

    def spend(self, snapshot: Snapshot, horizon: int) -> Floats:
        """Never less than nothing."""
        naive = naive_spend(snapshot, horizon)
        return self.beside(snapshot.matrix.values, naive)

    def beside(self, values: Floats, naive: Floats) -> Floats:
        """The same, from columns and naive figures."""
        beyond = self.trees.predict(np.column_stack([values, np.log1p(naive)]))
        return np.maximum(naive + np.asarray(beyond, dtype=np.float64), 0.0)


def fit_trees(rows: Learned, horizon: int) -> Trees:
    """Small trees, slowly: the naive figure is good already."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    naive = np.concatenate([naive_spend(one, horizon) for one in rows.snapshots])
    trees = HistGradientBoostingRegressor(
        max_iter=100,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=10.0,
        random_state=1,
        early_stopping=False,
    )
    return Trees(trees.fit(np.column_stack([rows.values, np.log1p(naive)]), rows.outcome.spent - naive))


class Band(NamedTuple):
    """How far what is spent lies from what was told, as shares of it: the outer tenths on both sides."""

    low: float
    high: float

    def around(self, told: Floats) -> tuple[Floats, Floats]:
        """Between which amounts 80 % come to lie."""
        size = told + _SOFT
        return np.maximum(told + self.low * size, 0.0), told + self.high * size


def band_of(told: Floats, happened: Floats) -> Band:
    """From members of an earlier stretch (split conformal prediction)."""
    off = (happened - told) / (told + _SOFT)
    low, high = np.quantile(off, [0.1, 0.9])
    return Band(min(float(low), 0.0), max(float(high), 0.0))


def held(band: Band, told: Floats, happened: Floats) -> Floats:
    """Whether what was spent lay within, 1 or 0 for each member."""
    low, high = band.around(told)
    return ((happened >= low) & (happened <= high)).astype(np.float64)
