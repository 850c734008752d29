"""Django's view of this app."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    """The app `diagnosis`."""

    name = "regulars.domain.diagnosis"
    label = "diagnosis"
