"""Registers the context with Django."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Benefits of members."""

    name = "regulars.domain.benefits"
    label = "benefits"
