"""Django's view of this app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The app `intake`."""

    name = "regulars.domain.intake"
    label = "intake"
