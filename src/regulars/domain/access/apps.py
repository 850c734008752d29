"""Django's view of this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The app `access`."""

    name = "regulars.domain.access"
    label = "access"
