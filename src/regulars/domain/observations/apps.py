"""Django's view of this app."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """The app `observations`."""

    name = "regulars.domain.observations"
    label = "observations"
