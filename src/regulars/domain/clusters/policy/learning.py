"""The parts of scikit-learn that are used, with types. They are loaded when groups are made and not before."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.domain.clusters.types import Labels, Matrix, Numbers

SEED = 20_171


def fit_means(rows: Matrix, clusters: int, seed: int = SEED, starts: int = 4) -> Matrix:
    """The centres of k-means (Lloyd 1957, seeded as Arthur and Vassilvitskii 2007), best of some starts."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # threads that wait for each other cost more than so few rows give them to do
        fitted: Any = KMeans(n_clusters=clusters, n_init=starts, random_state=seed).fit(rows)
    return np.asarray(fitted.cluster_centers_, dtype=np.float64)


def nearest(rows: Matrix, centres: Matrix) -> Labels:
    """The nearest centre of each row."""
    distances = (rows**2).sum(axis=1)[:, None] - 2 * rows @ centres.T + (centres**2).sum(axis=1)[None, :]
    return np.asarray(distances.argmin(axis=1), dtype=np.int64)


def silhouette(rows: Matrix, labels: Labels) -> float:
    """How much nearer members are to their own cluster than to the next (Rousseeuw 1987), -1 to 1."""
    from sklearn.metrics import silhouette_score

    score: Any = silhouette_score
    return float(score(rows, labels)) if len(np.unique(labels)) > 1 else 0.0


def agreement(one: Labels, other: Labels) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985): 1 the same groups, 0 no more alike than by chance."""
    from sklearn.metrics import adjusted_rand_score

    score: Any = adjusted_rand_score
    return float(score(one, other))


def fit_tree(rows: Matrix, later: Numbers, leaves: int, least: int) -> Any:
    """A regression tree with few leaves (Breiman and others 1984) of which none is smaller than `least`."""
    from sklearn.tree import DecisionTreeRegressor

    return DecisionTreeRegressor(max_leaf_nodes=leaves, min_samples_leaf=least, random_state=SEED).fit(rows, later)
