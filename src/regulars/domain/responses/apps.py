"""Django's view of this app."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """The app `responses`."""

    name = "regulars.domain.responses"
    label = "responses"
