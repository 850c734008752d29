"""How far members are on the ways to a tier, of many members at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from regulars.engine.progress import Requirement, TierPath
from regulars.engine.states import Integers

Paths = tuple[TierPath, ...]


def shares(paths: Paths, metrics: Mapping[str, int], values: Integers) -> Integers:
    """How far each member is, int64[members] in whole per cent, for metric values int64[members, metrics].

    A way counts as far as its requirement that is least met; the best way counts. A way with conditions that are no
    thresholds counts at most 99, and one that has only such conditions counts nothing.
    """
    best = np.zeros(len(values), dtype=np.int64)
    for path in paths:
        if path.requirements:
            parts = [_share(one, values[:, metrics[one.metric_id]]) for one in path.requirements]
            most = 99 if path.others else 100
            best = np.maximum(best, np.minimum(np.minimum.reduce(parts), most))
    return best


def filled(paths: Paths, metrics: Mapping[str, int], values: Integers) -> Paths:
    """The ways with what one member has (int64[metrics]) in place of what they were made with."""
    return tuple(
        replace(
            path,
            requirements=tuple(replace(one, have=int(values[metrics[one.metric_id]])) for one in path.requirements),
        )
        for path in paths
    )


def as_data(paths: Paths) -> list[dict[str, Any]]:
    """The ways as JSON can carry them."""
    return [
        {
            "requirements": [
                {"metric": one.metric_id, "have": one.have, "need": one.need, "scale": one.scale}
                for one in path.requirements
            ],
            "others": list(path.others),
        }
        for path in paths
    ]


def from_data(data: Sequence[Mapping[str, Any]]) -> Paths:
    """The ways again from `as_data`."""
    return tuple(
        TierPath(
            tuple(Requirement(one["metric"], one["have"], one["need"], one["scale"]) for one in path["requirements"]),
            tuple(path["others"]),
        )
        for path in data
    )


def _share(one: Requirement, have: Integers) -> Integers:
    if one.need <= 0:
        return np.where(have >= one.need, 100, 0).astype(np.int64)
    parts: Integers = np.clip(100 * np.minimum(have, one.need) // one.need, 0, 100).astype(np.int64)
    return parts
