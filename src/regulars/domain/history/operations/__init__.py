"""Writing histories: from the ledger, bit by bit, or from an operator's file."""

from regulars.domain.history.operations.building import history_of_file
from regulars.domain.history.operations.catching_up import catch_up
from regulars.domain.history.operations.orders import Given, check_rows
from regulars.domain.history.operations.redacting import redact_history
from regulars.domain.history.operations.syncing import sync_history

__all__ = ["Given", "catch_up", "check_rows", "history_of_file", "redact_history", "sync_history"]
