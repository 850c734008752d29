"""Refusals of the ledger."""

from regulars.platform.errors import Missing


class TransactionMissing(Missing):
    """No such transaction."""

    code = "transaction_missing"


class EventMissing(Missing):
    """No such event in the member's log."""

    code = "event_missing"
