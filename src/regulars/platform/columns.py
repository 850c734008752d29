"""Reading many rows of whole numbers quickly, as arrays instead of objects.

PostgreSQL sends rows as bytes of a fixed width (`COPY .. (FORMAT BINARY)`), which are an array already. SQLite has
no such way; there rows are turned into columns at once, which is the quickest of what its driver allows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection

from regulars.platform.databases import is_postgres

BLOCK = 32
"""Bytes of a block: a hash."""

_HEADER, _TRAILER = 19, 2


class Columns(NamedTuple):
    """Rows as int64[n, width], and for each row its block, one after the other; no blocks were asked for: empty."""

    integers: npt.NDArray[np.int64]
    blocks: bytes


def read_columns(columns: Sequence[str], rest: str, parameters: Sequence[int], block: str = "") -> Columns:
    """Run `SELECT columns, block rest`: columns are whole numbers without nulls, the block is 32 bytes without null."""
    if is_postgres():
        return _copied(columns, rest, parameters, block)
    named = [*columns, *([block] if block else [])]
    with connection.cursor() as cursor, _without_collecting():
        cursor.execute(f"SELECT {', '.join(named)} {rest}", list(parameters))
        if not block:
            numbers = np.fromiter(chain.from_iterable(cursor.fetchall()), dtype=np.int64)
            return Columns(numbers.reshape(-1, len(columns)), b"")
        rows = cursor.fetchall()
        blocks = b"".join([row[-1] for row in rows])
        numbers = np.fromiter(chain.from_iterable([row[:-1] for row in rows]), dtype=np.int64)
        return Columns(numbers.reshape(-1, len(columns)), blocks)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows hold no cycles; looking for some among hundreds of thousands of them takes longer than reading them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _copied(columns: Sequence[str], rest: str, parameters: Sequence[int], block: str) -> Columns:
    cast = [f"({name})::bigint" for name in columns] + ([block] if block else [])
    row = [("fields", ">i2"), ("columns", [("size", ">i4"), ("value", ">i8")], (len(columns),))]
    row += [("block_size", ">i4"), ("block", f"V{BLOCK}")] if block else []
    with connection.cursor() as cursor:
        reader: Any = cursor
        statement = f"COPY (SELECT {', '.join(cast)} {rest}) TO STDOUT (FORMAT BINARY)"
        with reader.copy(statement % tuple(map(int, parameters))) as copy:
            received = b"".join(copy)
    table = np.frombuffer(received[_HEADER:-_TRAILER], dtype=np.dtype(row))
    integers = table["columns"]["value"].astype(np.int64)
    return Columns(integers, table["block"].tobytes() if block else b"")
