"""Reading everything as it was at one instant, while others go on writing; also from several processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from regulars.platform.databases import is_postgres


@contextmanager
def snapshot(shared: str = "") -> Iterator[None]:
    """All queries see the database as it was at the first one; within an outer transaction that one decides.

    With the ticket of `shared_snapshot`, as it was for the process that gave it out.
    """
    if connection.in_atomic_block:
        yield
    elif is_postgres():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if shared:
                cursor.execute(f"SET TRANSACTION SNAPSHOT '{shared}'")
            yield
    else:
        yield from _deferred()


@contextmanager
def shared_snapshot() -> Iterator[str]:
    """A ticket with which other processes open the same snapshot, as long as the block lasts.

    SQLite knows no tickets: the block keeps writers waiting instead, so that all who begin to read see the same.
    """
    if not is_postgres():
        with transaction.atomic():
            yield ""
        return
    with snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _deferred() -> Iterator[None]:
    """On SQLite: `atomic` would begin IMMEDIATE and keep writers waiting all the while."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
