"""What groups offer to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.clusters.errors import ClustersMissing
from regulars.domain.clusters.queries.made import results_of
from regulars.domain.programmes.queries import live_programme
from regulars.platform.sets import Column, ColumnKind

_SOURCE = {"cluster": "cluster", "tree_segment": "leaf"}


def offered_columns() -> tuple[Column, ...]:
    """Names, kinds and words."""
    return (
        Column("cluster", ColumnKind.NUMBER, "聚类群体编号", "Number of the cluster"),
        Column("tree_segment", ColumnKind.NUMBER, "决策树分群编号", "Number of the segment of the tree"),
    )


def column_frame(programme_id: int, names: Sequence[str]) -> pl.DataFrame:
    """The newest values of some columns, with `member`; raises ClustersMissing."""
    results = results_of(live_programme(programme_id).code)
    days = results.days()
    if not days:
        raise ClustersMissing
    return results.scan(days[0]).select("member", *(pl.col(_SOURCE[name]).alias(name) for name in names)).collect()
