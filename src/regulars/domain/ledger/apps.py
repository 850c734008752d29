"""Django's view of this app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The app `ledger`."""

    name = "regulars.domain.ledger"
    label = "ledger"
