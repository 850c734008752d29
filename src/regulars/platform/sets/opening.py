"""Sets that are open: views under names, and computations over them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl
from django.conf import settings
from sqlglot import exp

from regulars.platform.sets.duckdb_engine import OnDuckDB
from regulars.platform.sets.reading import read_query
from regulars.platform.sets.types import View


class Engine(Protocol):
    """What takes computations."""

    def begin(self, views: dict[str, View]) -> None: ...
    def frame(self, query: exp.Query) -> pl.DataFrame: ...
    def define(self, name: str, query: exp.Query, *, keep: bool) -> None: ...
    def write(self, query: exp.Query, path: Path) -> None: ...
    def close(self) -> None: ...


class Sets:
    """Views under names. Every computation is read first: SqlRefused; an engine that gives up: SetsFailed."""

    def __init__(self, engine: Engine, views: Mapping[str, View]) -> None:
        self._engine = engine
        self._names = set(views)
        engine.begin(dict(views))

    @property
    def names(self) -> frozenset[str]:
        """The views that there are."""
        return frozenset(self._names)

    def frame(self, sql: str) -> pl.DataFrame:
        """What a query answers. Rows have the order that its ORDER BY says."""
        return self._engine.frame(read_query(sql, self._names))

    def write(self, sql: str, path: Path) -> None:
        """What a query answers, as a Parquet file that is not there before it is whole."""
        draft = path.with_name(f"{path.name}.part")
        self._engine.write(read_query(sql, self._names), draft)
        draft.replace(path)

    def define(self, name: str, sql: str) -> None:
        """Let a further name stand for a query."""
        self._engine.define(name, read_query(sql, self._names), keep=False)
        self._names.add(name)

    def keep(self, name: str, sql: str) -> None:
        """The same, computed once for all who ask later."""
        self._engine.define(name, read_query(sql, self._names), keep=True)
        self._names.add(name)

    def close(self) -> None:
        """Give everything back."""
        self._engine.close()


@contextmanager
def open_sets(views: Mapping[str, View], engine: Engine | None = None) -> Iterator[Sets]:
    """Sets on the engine that the setting names, or on another; raises SetsMissing."""
    with tempfile.TemporaryDirectory(prefix="regulars-sets-") as scratch:
        chosen = engine or _engine_by_setting(Path(scratch))
        try:
            yield Sets(chosen, views)
        finally:
            chosen.close()


def _engine_by_setting(scratch: Path) -> Engine:
    if settings.SETS_ENGINE == "spark":
        from regulars.platform.sets.spark_engine import OnSpark

        return OnSpark(settings.SPARK_MASTER)
    return OnDuckDB(settings.SETS_MEMORY_MB, settings.SETS_THREADS, scratch)
