"""A SQLite database into a file and back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

from regulars.platform import clock
from regulars.platform.backup.copying import copy_file, new_file, on_disk
from regulars.platform.backup.errors import DatabaseInUse, ToolFailed

FILE = "database.sqlite3"


def save(target: Path) -> None:
    """Copy the database as it is at one instant, by SQLite's own means; writers go on meanwhile.

    The copy is one file without a log beside it, and SQLite has looked through it for damage.
    """
    new_file(target).close()
    with closing(sqlite3.connect(_place())) as source, closing(sqlite3.connect(target)) as copy:
        try:
            source.backup(copy)  # all pages in one step: a reader of a write-ahead log holds up no writer
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            raise ToolFailed(tool="SQLite", reason=str(error)) from error
    if found != "ok":
        raise ToolFailed(tool="SQLite", reason=found)
    on_disk(target)


def replace(source: Path, *, keep: bool) -> Path | None:
    """Put a copy in the database's place at one stroke, and return where the one that was there is kept, if it is.

    Raises DatabaseInUse while another process has it open.
    """
    connections.close_all()
    place = _place()
    draft = place.with_name(f".{place.name}.restoring")
    draft.unlink(missing_ok=True)
    copy_file(source, draft)
    kept = place.with_name(f"{place.name}.before-restore-{clock.now():%Y%m%dT%H%M%SZ}") if keep else None
    try:
        _exchange(place, draft, kept)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def _exchange(place: Path, draft: Path, kept: Path | None) -> None:
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as old:
        try:
            # Leaving the write-ahead log needs the database for oneself, and does away with the log: one that
            # stayed would be taken for the new database's.
            old.execute("PRAGMA journal_mode=DELETE")
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise DatabaseInUse(others=1) from error
        if kept is not None:
            kept.hardlink_to(place)
        draft.replace(place)
    on_disk(place.parent)


def _place() -> Path:
    return Path(connection.settings_dict["NAME"])
