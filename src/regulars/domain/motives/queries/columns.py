"""What motives offer to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.motives.queries.made import newest_values
from regulars.domain.motives.types import Motive
from regulars.domain.programmes.queries import live_programme
from regulars.platform.sets import Column, ColumnKind

_SOURCE = {
    "motive_leading": "leading",
    "motive_economic": "economic",
    "motive_identity": "identity",
    "motive_service": "service",
    "motive_social": "social",
}


def offered_columns() -> tuple[Column, ...]:
    """Names, kinds and words."""
    return (
        Column("motive_leading", ColumnKind.CATEGORY, "主导动机", "Leading motive", tuple(one.value for one in Motive)),
        Column("motive_economic", ColumnKind.NUMBER, "经济动机分", "Economic motive"),
        Column("motive_identity", ColumnKind.NUMBER, "身份动机分", "Identity motive"),
        Column("motive_service", ColumnKind.NUMBER, "服务动机分", "Service motive"),
        Column("motive_social", ColumnKind.NUMBER, "社交动机分", "Social motive"),
    )


def column_frame(programme_id: int, names: Sequence[str]) -> pl.DataFrame:
    """The newest values of some columns, with `member`; raises MotivesMissing. Silent motives are unknown."""
    values = newest_values(live_programme(programme_id).code)
    return values.select("member", *(pl.col(_SOURCE[name]).alias(name) for name in names)).collect()
