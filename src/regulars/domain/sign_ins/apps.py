"""Django's view of this app."""

from django.apps import AppConfig


class SignInsConfig(AppConfig):
    """The app `sign_ins`."""

    name = "regulars.domain.sign_ins"
    label = "sign_ins"
