"""The baseline: the rows that a ledger holds, put into an empty one by bare set-based inserts in as many transactions.

SQLite takes them by `executemany`, PostgreSQL by `INSERT .. SELECT FROM unnest` of arrays sent as text, which is
the fastest form of an insert into either that we know.
Only insertion is counted: rows that the write door updates from batch to batch go in once, in their last form.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import psycopg

from bench.figure import seconds

Row = Sequence[Any]

_OF_JOURNAL = "USING (programme_id, member_id, wallet, seq)"
_OF_EVENT = "USING (programme_id, member_id, log_seq)"
TABLES = {
    "ledger_event": "FROM ledger_event t ORDER BY accepted_at",
    "ledger_event_key": f"FROM ledger_event_key t JOIN ledger_event e {_OF_EVENT} ORDER BY e.accepted_at",
    "ledger_journal": "FROM ledger_journal t ORDER BY posted_at",
    "ledger_posting": f"FROM ledger_posting t JOIN ledger_journal j {_OF_JOURNAL} ORDER BY j.posted_at",
    "ledger_lot": "FROM ledger_lot t ORDER BY earned_at",
    "ledger_lot_use": f"FROM ledger_lot_use t JOIN ledger_journal j {_OF_JOURNAL} ORDER BY j.posted_at",
    "ledger_account": "FROM ledger_account t ORDER BY member_id",
    "ledger_member_state": "FROM ledger_member_state t ORDER BY member_id",
    "ledger_tier_change": "FROM ledger_tier_change t ORDER BY posted_at",
    "ledger_goal_reached": "FROM ledger_goal_reached t ORDER BY posted_at",
}
"""The ledger's tables, each in the order in which its rows came about."""


@dataclass(frozen=True)
class Content:
    """A table's columns with their types, and its rows."""

    table: str
    columns: list[str]
    types: list[str]
    rows: list[Row]

    def slices(self, count: int) -> list[list[Row]]:
        """The rows in so many even parts."""
        edges = [len(self.rows) * number // count for number in range(count + 1)]
        return [self.rows[start:end] for start, end in pairwise(edges)]


def bare_seconds(source: str, target: str, transactions: int, tables: Mapping[str, str] = TABLES) -> float:
    """How long the rows of one database take into another, both named by address; `tables` says which rows."""
    if source.startswith("sqlite"):
        paths = (source.removeprefix("sqlite:///"), target.removeprefix("sqlite:///"))
        return _sqlite_seconds(*paths, transactions, tables)
    return _postgresql_seconds(source, target, transactions, tables)


def _sqlite_seconds(source: str, target: str, transactions: int, tables: Mapping[str, str]) -> float:
    with sqlite3.connect(source) as reading:
        contents = []
        for table, chosen in tables.items():
            described = reading.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", [table]).fetchall()
            columns = [name for name, _ in described]
            rows = reading.execute(f"SELECT {_named(columns)} {chosen}").fetchall()
            contents.append(Content(table, columns, [kind for _, kind in described], rows))
    writing = sqlite3.connect(target, isolation_level=None)
    writing.execute("PRAGMA journal_mode=WAL")
    writing.execute("PRAGMA synchronous=FULL")

    def insert(content: Content, rows: list[Row]) -> None:
        marks = ", ".join("?" * len(content.columns))
        writing.executemany(f"INSERT INTO {content.table} ({', '.join(content.columns)}) VALUES ({marks})", rows)

    return seconds(lambda: _in_transactions(writing.execute, insert, contents, transactions))


def _postgresql_seconds(source: str, target: str, transactions: int, tables: Mapping[str, str]) -> float:
    describe = (
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
    )
    with psycopg.connect(source) as reading:
        contents = []
        for table, chosen in tables.items():
            described = reading.execute(describe, [table]).fetchall()
            columns = [name for name, _ in described]
            rows = reading.execute(f"SELECT {_named(columns)} {chosen}").fetchall()
            contents.append(Content(table, columns, [kind for _, kind in described], list(rows)))
    with psycopg.connect(target, autocommit=True) as writing:

        def insert(content: Content, rows: list[Row]) -> None:
            arrays = ", ".join(f"%s::{kind}[]" for kind in content.types)
            statement = f"INSERT INTO {content.table} ({', '.join(content.columns)}) SELECT * FROM unnest({arrays})"
            writing.execute(statement, [_array(column) for column in zip(*rows, strict=True)])

        return seconds(lambda: _in_transactions(writing.execute, insert, contents, transactions))


def _array(column: Sequence[Any]) -> str:
    """A column as the text of an array."""
    return "{" + ",".join(map(_element, column)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else str(value)


def _named(columns: list[str]) -> str:
    return ", ".join(f"t.{column}" for column in columns)


def _in_transactions(
    execute: Callable[[Any], Any],
    insert: Callable[[Content, list[Row]], None],
    contents: list[Content],
    transactions: int,
) -> None:
    parts = [(content, content.slices(transactions)) for content in contents]
    for number in range(transactions):
        execute("BEGIN")
        for content, slices in parts:
            if slices[number]:
                insert(content, slices[number])
        execute("COMMIT")
