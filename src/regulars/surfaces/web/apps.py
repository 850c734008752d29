"""Django's view of this app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The app `web`."""

    name = "regulars.surfaces.web"
    label = "web"
