"""A history opened by the cluster: its events are read and counted by the workers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from regulars.domain.history.errors import HistoryWithoutEvents
from regulars.domain.history.policy.tables import EVENTS
from regulars.domain.history.queries import Slice, chunks_in, read_manifest
from regulars.domain.history.types import Manifest, Table
from regulars.domain.replay.operations.spark.refusing import refusing
from regulars.domain.replay.queries import BEHIND_MERGES, History, merges_among

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def open_on(session: SparkSession, folder: Path, part: Slice, at_once: int) -> History:
    """What `open_history` answers; raises what it raises."""
    manifest = read_manifest(folder)
    if not manifest.of(Table.EVENTS):
        raise HistoryWithoutEvents(name=folder.name)
    with refusing():
        events = _events(session, folder, manifest)
        members = _members(events, part)
        behind_merges = _rows(events.where(BEHIND_MERGES)).cast(pl.Schema(EVENTS))
    chunks = list(chunks_in(members, at_once))
    if not chunks:
        raise HistoryWithoutEvents(name=folder.name)
    first, last = members.select(pl.col("first").min(), pl.col("last").max()).row(0)
    merges = merges_among(behind_merges)
    return History(folder, manifest, part, chunks, merges, first, part.end(last))


def _events(session: SparkSession, folder: Path, manifest: Manifest) -> DataFrame:
    """All events of a history, as the cluster reads them."""
    files = [f"file://{(folder / part.path).absolute()}" for part in manifest.of(Table.EVENTS)]
    return session.read.parquet(*files).select(*EVENTS)


def _members(events: DataFrame, part: Slice) -> pl.DataFrame:
    """Each member with events in the slice: how many, and the instants of the first and the last."""
    from pyspark.sql import functions

    told = ("count(*) as count", "min(occurred_at) as first", "max(occurred_at) as last")
    rows = events.where(" and ".join(["true", *part.sql()])).groupBy("member")
    return _rows(rows.agg(*(functions.expr(one) for one in told)))


def _rows(told: DataFrame) -> pl.DataFrame:
    """What the cluster answers to a query."""
    return pl.DataFrame(told.toArrow())
