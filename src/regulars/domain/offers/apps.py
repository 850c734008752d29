"""Registers the context with Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Terms of what can be had for points."""

    name = "regulars.domain.offers"
    label = "offers"
