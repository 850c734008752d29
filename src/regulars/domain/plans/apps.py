"""Registers the context with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Paid membership."""

    name = "regulars.domain.plans"
    label = "plans"
