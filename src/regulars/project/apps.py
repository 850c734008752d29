"""Registers the project with Django, so that it is wired once all contexts are there."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The wiring of contexts."""

    name = "regulars.project"
    label = "project"

    def ready(self) -> None:
        """Wire the contexts."""
        from regulars.project.wiring import wire

        wire()
