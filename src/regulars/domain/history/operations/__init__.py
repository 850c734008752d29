"""Writing histories: from the ledger, bit by bit, or from an operator's file."""

from regulars.domain.history.operations.building import Given, history_of_file
from regulars.domain.history.operations.syncing import sync_history

__all__ = ["Given", "history_of_file", "sync_history"]
