"""Django's view of this app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The app `privacy`."""

    name = "regulars.domain.privacy"
    label = "privacy"
