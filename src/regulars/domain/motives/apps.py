"""Django's view of this app."""

from django.apps import AppConfig


class MotivesConfig(AppConfig):
    """The app `motives`."""

    name = "regulars.domain.motives"
    label = "motives"
