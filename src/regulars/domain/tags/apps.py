"""Django app of the tags context."""

from django.apps import AppConfig


class TagsConfig(AppConfig):
    """Registers the context."""

    name = "regulars.domain.tags"
    label = "tags"
