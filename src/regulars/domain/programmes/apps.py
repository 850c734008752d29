"""Django's view of this app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The app `programmes`."""

    name = "regulars.domain.programmes"
    label = "programmes"
