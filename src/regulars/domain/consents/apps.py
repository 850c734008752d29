"""Django's view of this app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """The app `consents`."""

    name = "regulars.domain.consents"
    label = "consents"
