"""Django's view of this app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The app `console`."""

    name = "regulars.surfaces.console"
    label = "console"
