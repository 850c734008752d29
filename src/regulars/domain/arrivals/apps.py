"""Django's view of this app."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    """The app `arrivals`."""

    name = "regulars.domain.arrivals"
    label = "arrivals"
