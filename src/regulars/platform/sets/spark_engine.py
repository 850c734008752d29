"""Apache Spark: the same views and queries on a cluster. pyspark is imported only when one is asked for."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from sqlglot import exp

from regulars.platform.sets.dialects import SPARK, text_for
from regulars.platform.sets.errors import SetsFailed, SetsMissing
from regulars.platform.sets.frames import even
from regulars.platform.sets.types import Files, View

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.app.name": "regulars sets",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}


class OnSpark:
    """A session with a cluster whose workers see the files of the views under the same paths."""

    def __init__(self, master: str, partitions: int = 0) -> None:
        """Begin a session; in so many parts rows are exchanged (0: as Spark's own settings say)."""
        if not master:
            raise SetsMissing(part="REGULARS_SPARK_MASTER")
        if find_spec("pyspark") is None:
            raise SetsMissing(part="pyspark (pip install 'regulars[spark]')")
        self._kept: list[DataFrame] = []
        self._session = _begin(master)
        if partitions:
            self._session.conf.set("spark.sql.shuffle.partitions", str(partitions))

    def begin(self, views: dict[str, View]) -> None:
        """Name the views."""
        with _refusing():
            for name, view in views.items():
                self._frame_of(view).createOrReplaceTempView(name)

    def _frame_of(self, view: View) -> DataFrame:
        if isinstance(view, Files) and view.paths:
            files = [f"file://{path.absolute()}" for path in view.paths]
            return self._session.read.parquet(*files).select(*view.schema)
        frame = pl.DataFrame(schema=dict(view.schema)) if isinstance(view, Files) else view
        return self._session.createDataFrame(_plain(frame).to_arrow())

    def frame(self, query: exp.Query) -> pl.DataFrame:
        """The answer to a query."""
        with _refusing():
            return even(pl.DataFrame(self._session.sql(text_for(query, SPARK)).toArrow()))

    def define(self, name: str, query: exp.Query, *, keep: bool) -> None:
        """Let a name stand for a query; kept, it is computed once, when it is first asked for."""
        with _refusing():
            told = self._session.sql(text_for(query, SPARK))
            if keep:
                told = told.persist()
                self._kept.append(told)
            told.createOrReplaceTempView(name)

    def write(self, query: exp.Query, path: Path) -> None:
        """The answer to a query as one Parquet file of this machine."""
        self.frame(query).write_parquet(path, compression="zstd")

    def close(self) -> None:
        """Give everything back; the session ends."""
        for frame in self._kept:
            frame.unpersist()
        self._session.stop()


def _begin(master: str) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with warnings.catch_warnings(), _refusing():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, which nothing here uses
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the text type that Spark's reader of Arrow does not know."""
    return even(frame)


@contextmanager
def _refusing() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise SetsFailed(reason=str(error).strip().partition("\n")[0]) from error
