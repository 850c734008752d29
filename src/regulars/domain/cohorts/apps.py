"""Django's view of this app."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    """The app `cohorts`."""

    name = "regulars.domain.cohorts"
    label = "cohorts"
