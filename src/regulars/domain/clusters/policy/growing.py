"""Segments of a decision tree on later spend, each with its rule as an expression over the features."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from regulars.domain.clusters.policy.learning import fit_tree
from regulars.domain.clusters.types import FEATURES, Labels, Leaf, Numbers

LEAVES = 6
_LEAST = 30
_LEAST_SHARE = 0.03


def grown(members: pl.DataFrame, later_spend: Numbers) -> tuple[Leaf, ...]:
    """The segments of the tree on the logarithm of later spend, most spend first."""
    rows = members.select(pl.col(name).fill_null(0).cast(pl.Float64) for name in FEATURES).to_numpy()
    least = max(_LEAST, int(len(rows) * _LEAST_SHARE))
    fitted = fit_tree(rows.astype(np.float64), np.log1p(np.clip(later_spend, 0, None)), LEAVES, least)
    rules = _rules(fitted.tree_)
    labels = leaves_of(members, rules)
    leaves = [
        Leaf(rule, int((labels == place).sum()), float(later_spend[labels == place].mean()))
        for place, rule in enumerate(rules)
    ]
    return tuple(sorted(leaves, key=lambda one: -one.later))


def leaves_of(members: pl.DataFrame, rules: list[str] | tuple[str, ...]) -> Labels:
    """Which rule each member meets; they meet exactly one."""
    known = members.with_columns(pl.col(name).fill_null(0) for name in FEATURES)
    told = pl.lit(0)
    for place, rule in enumerate(rules):
        told = pl.when(pl.sql_expr(rule)).then(place).otherwise(told)
    return known.select(told.cast(pl.Int64)).to_series().to_numpy().astype(np.int64)


def _rules(tree: Any) -> list[str]:
    """The way to each leaf as conditions, of which only the narrowest on each side of a feature is said."""
    rules: list[str] = []

    def walk(node: int, bounds: dict[tuple[str, str], float | int]) -> None:
        if tree.children_left[node] < 0:
            rules.append(" AND ".join(f"{name} {sign} {value}" for (name, sign), value in bounds.items()) or "TRUE")
            return
        name, value = FEATURES[tree.feature[node]], _short(float(tree.threshold[node]))
        walk(tree.children_left[node], {**bounds, (name, "<="): value})
        walk(tree.children_right[node], {**bounds, (name, ">"): value})

    walk(0, {})
    return rules


def _short(value: float) -> float | int:
    """A bound that people can read; both sides of it use the same, so that every member meets one rule."""
    return round(value, 3) if abs(value) < 10 else int(value)
