"""What classes and scores offer to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm.queries.made import newest_values
from regulars.domain.rfm.types import RfmClass
from regulars.platform.sets import Column, ColumnKind

_SOURCE = {
    "rfm_class": "class",
    "value_score": "score",
    "rfm_recency_days": "recency_days",
    "rfm_purchases": "purchases",
    "rfm_spend": "spend",
}


def offered_columns() -> tuple[Column, ...]:
    """Names, kinds and words."""
    return (
        Column("rfm_class", ColumnKind.CATEGORY, "RFM 分类", "RFM class", tuple(one.value for one in RfmClass)),
        Column("value_score", ColumnKind.NUMBER, "价值分", "Value score"),
        Column("rfm_recency_days", ColumnKind.DAYS, "距上次购买天数", "Days since the last purchase"),
        Column("rfm_purchases", ColumnKind.NUMBER, "窗口内购买次数", "Purchases in the window"),
        Column("rfm_spend", ColumnKind.MONEY, "窗口内消费金额", "Spend in the window"),
    )


def column_frame(programme_id: int, names: Sequence[str]) -> pl.DataFrame:
    """The newest values of some columns, with `member`; raises RfmMissing."""
    values = newest_values(live_programme(programme_id).code)
    told = [pl.col(_SOURCE[name]).alias(name) for name in names]
    frame = values.select("member", *told)
    return frame.with_columns(pl.col("rfm_class").cast(pl.String)) if "rfm_class" in names else frame
