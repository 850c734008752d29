"""Registers the context with Django."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    """The rewards mall."""

    name = "regulars.domain.rewards"
    label = "rewards"
