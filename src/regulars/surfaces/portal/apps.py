"""Django's view of this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`."""

    name = "regulars.surfaces.portal"
    label = "portal"
