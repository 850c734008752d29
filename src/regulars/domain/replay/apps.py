"""Django's view of this app."""

from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """The app `replay`."""

    name = "regulars.domain.replay"
    label = "replay"
