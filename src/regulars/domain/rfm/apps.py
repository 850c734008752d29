"""Django's view of this app."""

from django.apps import AppConfig


class RfmConfig(AppConfig):
    """The app `rfm`."""

    name = "regulars.domain.rfm"
    label = "rfm"
