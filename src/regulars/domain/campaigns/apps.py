"""Django's view of this app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """The app `campaigns`."""

    name = "regulars.domain.campaigns"
    label = "campaigns"
