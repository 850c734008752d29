"""What differs between SQLite and PostgreSQL, for the few places that write SQL by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import Error, connection

Item = TypeVar("Item")

# SQLite refuses more variables in one statement (its own limit is 32,766 since 3.32).
SQLITE_VARIABLES = 30_000

_FOR_OTHERS = 10
"""Connections that a server leaves: to jobs, to the command line, to PostgreSQL's own staff."""


def is_postgres() -> bool:
    """Whether the operational database is PostgreSQL; otherwise it is SQLite."""
    return connection.vendor == "postgresql"


def connections_left() -> int | None:
    """How many connections a server may still open, a few kept for others; None: as many as it likes, on SQLite."""
    if not is_postgres():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int, (SELECT count(*) FROM pg_stat_activity)")
        most, busy = cursor.fetchone()
    return max(int(most) - int(busy) - _FOR_OTHERS, 1)


def lock(space: int, key: int) -> None:
    """Hold a named lock until the transaction ends; two ints of 32 bits.

    On SQLite nothing is to be done: a transaction begins IMMEDIATE and is the only writer.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock lasts as long as its transaction: open one first")
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [space, key])


@dataclass(frozen=True)
class Rows:
    """A table with the columns to fill and, for PostgreSQL, the type of each."""

    table: str
    columns: tuple[tuple[str, str], ...]


def insert(target: Rows, rows: Sequence[Sequence[Any]], tail: str = "") -> list[tuple[Any, ...]]:
    """Insert all rows with one statement and return what `RETURNING` in the tail asks for.

    `tail` is SQL behind the rows, such as `ON CONFLICT DO NOTHING RETURNING member_id`. No rows, no statement.
    """
    if not rows:
        return []
    names = ", ".join(name for name, _ in target.columns)
    with connection.cursor() as cursor:
        if is_postgres():
            arrays = ", ".join(f"%s::{kind}[]" for _, kind in target.columns)
            cursor.execute(
                f"INSERT INTO {target.table} ({names}) SELECT * FROM unnest({arrays}) {tail}",
                [list(column) for column in zip(*rows, strict=True)],
            )
            return cursor.fetchall() if cursor.description else []
        if "RETURNING" in tail:
            return _insert_returning(target, rows, tail)
        marks = ", ".join(["%s"] * len(target.columns))
        cursor.executemany(f"INSERT INTO {target.table} ({names}) VALUES ({marks}) {tail}", rows)
    return []


def _insert_returning(target: Rows, rows: Sequence[Sequence[Any]], tail: str) -> list[tuple[Any, ...]]:
    """On SQLite `executemany` returns nothing, so the rows become the values of a few statements."""
    width = len(target.columns)
    names = ", ".join(name for name, _ in target.columns)
    mark = "(" + ", ".join(["%s"] * width) + ")"
    answer: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for part in parts(rows, SQLITE_VARIABLES // width):
            values = ", ".join([mark] * len(part))
            cursor.execute(
                f"INSERT INTO {target.table} ({names}) VALUES {values} {tail}",
                [value for row in part for value in row],
            )
            answer.extend(cursor.fetchall())
    return answer


def parts(items: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    """The items in order, in parts of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


_RACES = {"40001", "40P01", "23505"}
"""Serialization failure, deadlock, and a key that another transaction inserted first."""


def is_race(error: BaseException) -> bool:
    """Whether PostgreSQL refused a transaction only because of another at the same time: the same again may succeed."""
    return isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) in _RACES
