"""Names of clusters: what sets them apart most, as codes such as `spend:high,recency_days:low`."""

from __future__ import annotations

from regulars.domain.clusters.types import Means

APART = 0.4
"""From this many spreads off the mean on, a feature is worth naming."""

MOST = 3


def names_of(means: Means) -> tuple[str, ...]:
    """A name for each cluster; as many features as it takes to tell them apart, at most three where that is enough."""
    for most in range(2, len(means.scale.features) + 1):
        names = tuple(_name(means, centre, most) for centre in means.centres)
        if len(set(names)) == len(names) or most >= MOST + 2:
            return names
    return tuple(_name(means, centre, MOST) for centre in means.centres)


def _name(means: Means, centre: tuple[float, ...], most: int) -> str:
    features = sorted(zip(means.scale.features, centre, strict=True), key=lambda one: -abs(one[1]))
    told = [(name, value) for name, value in features if abs(value) >= APART][:most]
    return ",".join(f"{name}:{'high' if value > 0 else 'low'}" for name, value in told) or "middle"
