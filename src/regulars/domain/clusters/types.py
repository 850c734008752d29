"""What groups of members are made of, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
Labels = np.ndarray[tuple[int], np.dtype[np.int64]]

FEATURES = (
    "recency_days",
    "purchases",
    "spend",
    "basket",
    "departments",
    "discount_share",
    "weekend_share",
    "evening_share",
    "activities",
)
"""What groups are made of, over the window before an instant; money in minor units."""

SKEWED = frozenset({"recency_days", "purchases", "spend", "basket", "activities"})
"""Features of which a hundred and two hundred differ as much as ten and twenty: their logarithms are taken."""


@dataclass(frozen=True)
class Scale:
    """How features become comparable: those that tell members apart, the bounds they are cut at, mean and spread."""

    features: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]


@dataclass(frozen=True)
class Trial:
    """One number of clusters that was tried: how distinct they are (-1 to 1), and how stable (1: always the same)."""

    clusters: int
    silhouette: float
    stability: float


@dataclass(frozen=True)
class Means:
    """Clusters that were chosen: their centres on the scale, by size, and what was tried."""

    scale: Scale
    centres: tuple[tuple[float, ...], ...]
    trials: tuple[Trial, ...]
    stable: bool

    @property
    def chosen(self) -> Trial:
        """The trial that was chosen."""
        return next(one for one in self.trials if one.clusters == len(self.centres))


@dataclass(frozen=True)
class Leaf:
    """A segment of the tree: its rule as an expression over the features."""

    rule: str
    members: int
    later: float


@dataclass(frozen=True)
class Validity:
    """How much groups tell of later behaviour: tests of chance, and the size of the effect (0 none, 1 all)."""

    members: int
    active_chi2: float
    active_p: float
    active_v: float
    spend_h: float
    spend_p: float
    spend_e2: float


@dataclass(frozen=True)
class Standing:
    """The groups a member is in as of a date; `before`: clusters at the ends of earlier months."""

    member: int
    as_of: date
    cluster: int
    cluster_name: str
    leaf: int | None
    leaf_rule: str
    before: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Alike:
    """A member who resembles another: how far apart they are in standardised features."""

    member: int
    distance: float
    cluster_name: str
    spend_minor: int
    purchases: int
    recency_days: int
