"""Registers the context with Django."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """Merges, voided events and corrected rules."""

    name = "regulars.domain.corrections"
    label = "corrections"
