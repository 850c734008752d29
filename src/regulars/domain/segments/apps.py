"""Django's view of this app."""

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """The app `segments`."""

    name = "regulars.domain.segments"
    label = "segments"
