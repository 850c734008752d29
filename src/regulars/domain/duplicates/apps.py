"""Django's view of this app."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """The app `duplicates`."""

    name = "regulars.domain.duplicates"
    label = "duplicates"
