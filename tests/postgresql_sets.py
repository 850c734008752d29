"""PostgreSQL, to compare answers with: the views are loaded into temporary tables of a connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import polars as pl
import psycopg
from psycopg import sql
from sqlglot import exp

from regulars.platform.sets.dialects import POSTGRESQL, text_for
from regulars.platform.sets.errors import SetsFailed
from regulars.platform.sets.frames import even
from regulars.platform.sets.types import Files, View

_TYPES = {pl.Boolean: "boolean", pl.String: "text"}


class OnPostgreSQL:
    """A connection of its own to a PostgreSQL, by address."""

    def __init__(self, address: str) -> None:
        with _refusing():
            self._connection = psycopg.connect(address, autocommit=True)

    def begin(self, views: dict[str, View]) -> None:
        """Load the views."""
        for name, view in views.items():
            self._load(name, even(_frame_of(view)))

    def _load(self, name: str, frame: pl.DataFrame) -> None:
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_type_of(dtype)))
            for column, dtype in frame.schema.items()
        )
        with _refusing(), self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("create temp table {} ({})").format(sql.Identifier(name), columns))
            with cursor.copy(sql.SQL("copy {} from stdin").format(sql.Identifier(name))) as copy:
                for row in frame.iter_rows():
                    copy.write_row(row)
            cursor.execute(sql.SQL("analyze {}").format(sql.Identifier(name)))

    def frame(self, query: exp.Query) -> pl.DataFrame:
        """The answer to a query."""
        with _refusing(), self._connection.cursor() as cursor:
            cursor.execute(text_for(query, POSTGRESQL).encode())
            rows = cursor.fetchall()
            names = [column.name for column in cursor.description or ()]
        columns = {name: [_value(row[place]) for row in rows] for place, name in enumerate(names)}
        return even(pl.DataFrame(columns, strict=False, infer_schema_length=None))

    def define(self, name: str, query: exp.Query, *, keep: bool) -> None:
        """Let a name stand for a query; kept, it is computed once, now."""
        kind = "table" if keep else "view"
        text = f'create temp {kind} "{name}" as {text_for(query, POSTGRESQL)}'
        with _refusing(), self._connection.cursor() as cursor:
            cursor.execute(text.encode())

    def write(self, query: exp.Query, path: Path) -> None:
        """The answer to a query as a Parquet file."""
        self.frame(query).write_parquet(path, compression="zstd")

    def close(self) -> None:
        """End the connection, and with it the tables."""
        self._connection.close()


def _frame_of(view: View) -> pl.DataFrame:
    if not isinstance(view, Files):
        return view
    if not view.paths:
        return pl.DataFrame(schema=dict(view.schema))
    return pl.read_parquet(list(view.paths), hive_partitioning=False).select(*view.schema)


def _type_of(dtype: pl.DataType) -> str:
    return next(
        (name for known, name in _TYPES.items() if dtype == known), "bigint" if dtype.is_integer() else "float8"
    )


def _value(value: object) -> object:
    """Sums of whole numbers come as decimals here."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise SetsFailed(reason=str(error).partition("\n")[0]) from error
