"""Registers the context with Django."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    """Cards for wallets of phones."""

    name = "regulars.domain.passes"
    label = "passes"
