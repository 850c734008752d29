"""Registers the context with Django."""

from django.apps import AppConfig


class PoolsConfig(AppConfig):
    """Pools of families."""

    name = "regulars.domain.pools"
    label = "pools"
