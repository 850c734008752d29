"""Registers the context with Django."""

from django.apps import AppConfig


class RecoveriesConfig(AppConfig):
    """What members owe, and write-offs."""

    name = "regulars.domain.recoveries"
    label = "recoveries"
