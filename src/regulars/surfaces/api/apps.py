"""Django's view of this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The app `api`."""

    name = "regulars.surfaces.api"
    label = "api"
