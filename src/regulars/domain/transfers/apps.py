"""Registers the context with Django."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers between members."""

    name = "regulars.domain.transfers"
    label = "transfers"
