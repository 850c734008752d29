"""What stages of life offer to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.cohorts.errors import CohortsMissing
from regulars.domain.cohorts.queries.made import results_of
from regulars.domain.cohorts.types import Stage
from regulars.domain.programmes.queries import live_programme
from regulars.platform.sets import Column, ColumnKind

_SOURCE = {"life_stage": "stage"}


def offered_columns() -> tuple[Column, ...]:
    """Names, kinds and words."""
    stages = tuple(one.value for one in Stage)
    return (Column("life_stage", ColumnKind.CATEGORY, "生命周期阶段", "Stage of life", stages),)


def column_frame(programme_id: int, names: Sequence[str]) -> pl.DataFrame:
    """The newest values of some columns, with `member`; raises CohortsMissing."""
    results = results_of(live_programme(programme_id).code)
    days = results.days()
    if not days:
        raise CohortsMissing
    return results.scan(days[0]).select("member", *(pl.col(_SOURCE[name]).alias(name) for name in names)).collect()
