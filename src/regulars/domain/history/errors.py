"""Refusals of this context."""

from regulars.platform.errors import Busy, Conflict, Invalid, Missing


class HistoryMissing(Missing):
    """There is no history in that folder: it has no manifest that can be read."""

    code = "history_missing"


class HistoryForeign(Conflict):
    """The folder holds the history of another programme, or one that was built from files."""

    code = "history_foreign"


class HistoryAhead(Conflict):
    """The history knows more of a member than the ledger, which was set back to an earlier state."""

    code = "history_ahead"


class HistoryBusy(Busy):
    """Another process is writing this history."""

    code = "history_busy"


class HistoryEmpty(Invalid):
    """No row of the file became an event."""

    code = "history_empty"


class HistoryWithoutEvents(HistoryEmpty):
    """Nothing has happened in the programme yet, or nobody has bought anything."""

    code = "history_without_events"
