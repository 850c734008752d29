"""Django's view of this app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """The app `studies`."""

    name = "regulars.domain.studies"
    label = "studies"
