"""Django's view of this app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The app `platform`."""

    name = "regulars.platform"
    label = "platform"
