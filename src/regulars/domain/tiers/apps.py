"""Django's view of this app."""

from django.apps import AppConfig


class TiersConfig(AppConfig):
    """The app `tiers`."""

    name = "regulars.domain.tiers"
    label = "tiers"
