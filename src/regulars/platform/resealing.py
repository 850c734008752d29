"""Bringing everything that is encrypted under the first key, while the server works.

Contexts register the columns they keep encrypted. Rows are rewritten in batches, each in a transaction of its own;
what is under the first key already is passed over, so that a run that was killed is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from regulars.platform.databases import is_postgres
from regulars.platform.encryption import blind_index, decrypt, encrypt, is_current

BATCH = 500

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Sealed:
    """A column with encrypted texts. `context` is the SQL of what they are bound to, `key` the table's whole number.

    digest: the column with the text's blind index, if there is one; `spelt` brings the text into the form indexed.
    """

    table: str
    column: str
    context: str
    digest: str = ""
    key: str = "id"
    spelt: Callable[[str], str] = str


@dataclass(frozen=True)
class SealedCount:
    """How many texts a column has, and how many of them are not under the first keys yet."""

    sealed: Sealed
    texts: int
    old: int


_registered: dict[tuple[str, str], Sealed] = {}


def register(*columns: Sealed) -> None:
    """Let columns be part of every change of keys."""
    _registered.update({(one.table, one.column): one for one in columns})


def reseal(report: Report, batch: int = BATCH) -> int:
    """Rewrite what is under older keys, column by column; how many texts were rewritten.

    `report` is told the table, how many of its rows were looked at, and how many there are.
    """
    return sum(_reseal(one, report, batch) for one in _registered.values())


def count_sealed() -> list[SealedCount]:
    """What there is and what is left to be done, by column."""
    return [_counted(one) for one in _registered.values()]


def _reseal(sealed: Sealed, report: Report, batch: int) -> int:
    total, seen, written, last = _total(sealed), 0, 0, 0
    while True:
        with transaction.atomic():
            rows = _rows(sealed, last, batch, lock=True)
            changes = [change for row in rows if (change := _change(sealed, row)) is not None]
            _write(sealed, changes)
        if not rows:
            return written
        seen, written, last = seen + len(rows), written + len(changes), rows[-1][0]
        report(sealed.table, seen, max(total, seen))


def _counted(sealed: Sealed) -> SealedCount:
    texts = old = last = 0
    while rows := _rows(sealed, last, 5000, lock=False):
        texts, last = texts + len(rows), rows[-1][0]
        old += sum(_is_old(sealed, row) for row in rows)
    return SealedCount(sealed, texts, old)


def _total(sealed: Sealed) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {sealed.table} WHERE {sealed.column} IS NOT NULL")
        return int(cursor.fetchone()[0])


def _rows(sealed: Sealed, last: int, batch: int, *, lock: bool) -> list[tuple[Any, ...]]:
    digest = sealed.digest or "NULL"
    locking = " FOR UPDATE" if lock and is_postgres() else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sealed.key}, {sealed.column}, {sealed.context}, {digest} FROM {sealed.table}"
            f" WHERE {sealed.key} > %s AND {sealed.column} IS NOT NULL ORDER BY {sealed.key} LIMIT %s{locking}",
            [last, batch],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _is_old(sealed: Sealed, row: tuple[Any, ...]) -> bool:
    _, data, context, digest = row
    if not is_current(data):
        return True
    return bool(sealed.digest) and bytes(digest) != blind_index(sealed.spelt(decrypt(data, context)), context)


def _change(sealed: Sealed, row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The new bytes of a row and its number; None when they are under the first keys."""
    if not _is_old(sealed, row):
        return None
    number, data, context, _ = row
    text = decrypt(data, context)
    digests = (blind_index(sealed.spelt(text), context),) if sealed.digest else ()
    return (encrypt(text, context), *digests, number)


def _write(sealed: Sealed, changes: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f"{name} = %s" for name in (sealed.column, sealed.digest) if name)
    if changes:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {sealed.table} SET {columns} WHERE {sealed.key} = %s", changes)
