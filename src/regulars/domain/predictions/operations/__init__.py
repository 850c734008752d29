"""Predicting, on any history or on the programme's own."""

from regulars.domain.predictions.operations.predicting import Foretold, Progress, last_day_of, predict
from regulars.domain.predictions.operations.refreshing import (
    ask_for_refresh,
    make_predictions,
    refresh_job,
)

__all__ = [
    "Foretold",
    "Progress",
    "ask_for_refresh",
    "last_day_of",
    "make_predictions",
    "predict",
    "refresh_job",
]
