"""Django's view of this app."""

from django.apps import AppConfig


class PredictionsConfig(AppConfig):
    """The app `predictions`."""

    name = "regulars.domain.predictions"
    label = "predictions"
