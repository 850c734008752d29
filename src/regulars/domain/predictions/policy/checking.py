"""What was told on a day, against what happened since."""

from __future__ import annotations

import numpy as np
import polars as pl

from regulars.domain.predictions.policy import metrics
from regulars.domain.predictions.types import Happened, Model


def happened_since(model: Model, day: int, told: pl.DataFrame, later: pl.DataFrame) -> Happened | None:
    """The scores of a day beside the answer to `outcomes_sql`; None where the model told nothing then.

    Of a risk: the share told and the share that bought nothing, with the AUC. Of a value: the means, with Spearman's
    correlation.
    """
    if model.value not in told.columns:
        return None
    rows = told.filter(pl.col(model.value).is_not_null()).select("member", model.value)
    if not rows.height:
        return None
    both = rows.join(later, on="member", how="left", maintain_order="left")
    said = both[model.value].cast(pl.Float64).to_numpy()
    if model in (Model.CHURN_30, Model.CHURN_90):
        real = (both["bought"].fill_null(0).to_numpy() == 0).astype(np.float64)
        quality = metrics.auc(said, real)
    else:
        real = both["spent"].cast(pl.Float64).fill_null(0.0).to_numpy()
        quality = metrics.rank_correlation(said, real)
    known = None if np.isnan(quality) else quality
    return Happened(day, len(said), float(said.mean()), float(real.mean()), known)
