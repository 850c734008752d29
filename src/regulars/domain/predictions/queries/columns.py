"""What predictions offer to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.predictions.queries.made import last_run
from regulars.domain.predictions.queries.scores import all_scores
from regulars.domain.predictions.types import Level
from regulars.domain.programmes.queries import live_programme
from regulars.platform.sets import Column, ColumnKind

_LEVELS = tuple(one.value for one in Level)
_OFFERED = (
    (Column("churn_30", ColumnKind.SHARE, "30 天流失概率", "Churn probability, 30 days"), "churn_30"),
    (Column("churn_90", ColumnKind.SHARE, "90 天流失概率", "Churn probability, 90 days"), "churn_90"),
    (
        Column("churn_30_level", ColumnKind.CATEGORY, "30 天流失风险等级", "Churn level, 30 days", _LEVELS),
        "churn_30_level",
    ),
    (
        Column("churn_90_level", ColumnKind.CATEGORY, "90 天流失风险等级", "Churn level, 90 days", _LEVELS),
        "churn_90_level",
    ),
    (Column("value_90", ColumnKind.MONEY, "未来 90 天预计消费", "Expected spend, 90 days"), "value_90"),
    (Column("value_365", ColumnKind.MONEY, "未来一年预计消费", "Expected spend, one year"), "value_365"),
    (Column("next_purchase_day", ColumnKind.DATE, "预计下次购买日", "Expected day of the next purchase"), "next_day"),
)


def offered_columns() -> tuple[Column, ...]:
    """Names, kinds and words."""
    return tuple(column for column, _ in _OFFERED)


def column_frame(programme_id: int, names: Sequence[str]) -> pl.DataFrame:
    """The newest values of some columns, with `member`; nothing of models that refuse. Raises PredictionsMissing."""
    scores = all_scores(live_programme(programme_id).code, last_run(programme_id).as_of_day)
    source = {column.name: place for column, place in _OFFERED}
    told = [(pl.col(source[name]) if source[name] in scores.columns else pl.lit(None)).alias(name) for name in names]
    return scores.select("member", *told)
