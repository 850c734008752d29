"""Django's view of this app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """The app `members`."""

    name = "regulars.domain.members"
    label = "members"
