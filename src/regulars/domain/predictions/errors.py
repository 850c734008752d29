"""Refusals of this context."""

from regulars.platform.errors import Missing


class PredictionsMissing(Missing):
    """No predictions of the programme were made yet."""

    code = "predictions_missing"


class PredictionUnknown(Missing):
    """There is no model of this name; `model` says which was asked for."""

    code = "prediction_unknown"
