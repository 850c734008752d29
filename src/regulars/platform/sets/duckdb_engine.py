"""DuckDB in this process: bounded memory and threads, no way out to files but those of the views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from regulars.platform.sets.errors import SetsFailed
from regulars.platform.sets.frames import even
from regulars.platform.sets.reading import DIALECT
from regulars.platform.sets.types import Files, View

_BATCH = 65_536


class OnDuckDB:
    """An engine of its own for a few computations."""

    def __init__(self, memory_mb: int, threads: int, scratch: Path) -> None:
        self._connection = duckdb.connect(
            config={
                "memory_limit": f"{memory_mb}MB",
                "threads": str(threads),
                "temp_directory": str(scratch),
                "preserve_insertion_order": "false",
            }
        )
        self._connection.execute("set enable_progress_bar = false; set parquet_metadata_cache = true")
        self._scratch = scratch

    def begin(self, views: dict[str, View]) -> None:
        """Name the views, then shut every other way to files."""
        folders = {self._scratch}
        with _refusing():
            for name, view in views.items():
                if isinstance(view, Files) and view.paths:
                    listed = ", ".join(_quoted(path) for path in view.paths)
                    columns = ", ".join(f'"{column}"' for column in view.schema)
                    rows = f"read_parquet([{listed}], hive_partitioning=false)"
                    self._connection.execute(f'create view "{name}" as select {columns} from {rows}')
                    folders |= {path.parent for path in view.paths}
                else:
                    self._connection.register(name, _frame_of(view).to_arrow())
            allowed = ", ".join(_quoted(folder) for folder in sorted(folders))
            self._connection.execute(f"set allowed_directories = [{allowed}]")
            self._connection.execute("set enable_external_access = false")
            self._connection.execute("set lock_configuration = true")

    def frame(self, query: exp.Query) -> pl.DataFrame:
        """The answer to a query."""
        with _refusing():
            return even(_polars(self._connection.sql(_text(query)).to_arrow_table()))

    def define(self, name: str, query: exp.Query, *, keep: bool) -> None:
        """Let a name stand for a query; kept, it is computed once, now."""
        kind = "temp table" if keep else "temp view"
        with _refusing():
            self._connection.execute(f'create or replace {kind} "{name}" as {_text(query)}')

    def write(self, query: exp.Query, path: Path) -> None:
        """The answer to a query as a Parquet file, without holding all of it."""
        with _refusing():
            reader = self._connection.sql(_text(query)).to_arrow_reader(_BATCH)
            with pq.ParquetWriter(path, _evened(reader.schema), compression="zstd") as file:
                for batch in reader:
                    table = even(_polars(pa.Table.from_batches([batch]))).to_arrow()
                    file.write_table(table.cast(file.schema))

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()


def _text(query: exp.Query) -> str:
    """The query as it was read; whoever asks gives the tree away, for copying it takes as long as writing it."""
    return query.sql(dialect=DIALECT, copy=False)


def _polars(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()


def _evened(schema: pa.Schema) -> pa.Schema:
    empty: pa.Schema = even(_polars(schema.empty_table())).to_arrow().schema
    return empty


def _frame_of(view: View) -> pl.DataFrame:
    return pl.DataFrame(schema=dict(view.schema)) if isinstance(view, Files) else view


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise SetsFailed(reason=str(error).partition("\n")[0]) from error
