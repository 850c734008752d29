"""A database that exists while scenarios run: SQLite in a temporary folder, empty for each scenario."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "default"
# Nobody needs these files after a loss of power.
QUICK = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "OPTIONS": {"init_command": QUICK, "transaction_mode": "IMMEDIATE"},
}


@contextmanager
def temporary_databases() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Gives a way to enter a new, migrated database; everything is gone afterwards.

    Inside, this thread's connection is to that database, whatever the installation uses.
    """
    with tempfile.TemporaryDirectory(prefix="regulars-scenarios-") as folder:
        template, file = Path(folder) / "template.sqlite3", Path(folder) / "scenario.sqlite3"
        with _connected_to(template):
            call_command("migrate", verbosity=0)

        @contextmanager
        def empty_database() -> Iterator[None]:
            shutil.copyfile(template, file)
            with _connected_to(file):
                yield

        yield empty_database


@contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    before = connections[ALIAS]
    connections[ALIAS] = _connection(file)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections[ALIAS] = before


def _connection(file: Path) -> BaseDatabaseWrapper:
    """A connection of its own to a file, made as Django makes its own."""
    configured = connections.settings[ALIAS]
    connections.settings[ALIAS] = {**configured, **SQLITE, "NAME": str(file)}
    try:
        return connections.create_connection(ALIAS)
    finally:
        connections.settings[ALIAS] = configured
