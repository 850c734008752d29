"""Bringing a history up to date for those who read it."""

from __future__ import annotations

from regulars.domain.history.errors import HistoryBusy
from regulars.domain.history.operations.syncing import sync_history
from regulars.domain.history.queries import find_manifest, folder_of
from regulars.domain.history.types import Origin
from regulars.domain.programmes.queries import live_programme


def catch_up(programme_id: int) -> None:
    """Copy what is new in the ledger; a history made of a file is read as it is.

    Raises HistoryBusy where another process makes the first one; a later one is read as it was meanwhile.
    """
    manifest = find_manifest(folder_of(live_programme(programme_id).code))
    if manifest is not None and manifest.origin is not Origin.LEDGER:
        return
    try:
        sync_history(programme_id)
    except HistoryBusy:
        if manifest is None:
            raise
