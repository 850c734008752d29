"""Django's view of this app."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    """The app `clusters`."""

    name = "regulars.domain.clusters"
    label = "clusters"
