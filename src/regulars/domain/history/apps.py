"""Django's view of this app."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The app `history`."""

    name = "regulars.domain.history"
    label = "history"
