"""Django's view of this app."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """The app `proofs`."""

    name = "regulars.domain.proofs"
    label = "proofs"
