"""Django's view of this app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The app `partners`."""

    name = "regulars.domain.partners"
    label = "partners"
