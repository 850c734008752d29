"""Django's view of this app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlatformConfig(AppConfig):
    """The app `platform`: the tables of jobs, of the audit trail and of the outbox."""

    name = "regulars.platform"
    label = "platform"

    def ready(self) -> None:
        """Let each context's `tasks` module register its tasks."""
        autodiscover_modules("tasks")
