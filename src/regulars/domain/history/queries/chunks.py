"""Reading a history a few members at a time, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.policy.tables import ORDER, SCHEMAS, Schema
from regulars.domain.history.queries.folders import scan
from regulars.domain.history.types import Manifest, Table

AT_ONCE = 100_000
"""Events that are read at once, unless one member has more."""

WHOLE = 10_000
_SPREAD = 0x9E3779B1

NOTHING_UNREAD: frozenset[str] = frozenset()


class Chunk(NamedTuple):
    """Members from one number to another, both included, and how many events they have."""

    low: int
    high: int
    events: int


@dataclass(frozen=True)
class Slice:
    """A part of a history: events from an instant on and before another (microseconds), of a share of the members.

    `share` is in ten-thousandths; who is in depends on the member's number alone. A slice of time begins with
    nothing: what members had before it is left out.
    """

    since: int | None = None
    until: int | None = None
    share: int = WHOLE

    def conditions(self) -> list[pl.Expr]:
        """What a row of events or lines has to meet."""
        return [pl.sql_expr(condition) for condition in self.sql()]

    def sql(self) -> list[str]:
        """The same in words that every engine of queries understands."""
        found = []
        if self.since is not None:
            found.append(f"occurred_at >= {self.since}")
        if self.until is not None:
            found.append(f"occurred_at < {self.until}")
        if self.share < WHOLE:
            found.append(f"member % {_SPREAD} * 7919 % {WHOLE} < {self.share}")
        return found

    def end(self, last: int) -> int:
        """The instant to which time passes: the end of the slice, or its last event."""
        return last if self.until is None else self.until - 1


def chunks_of(folder: Path, manifest: Manifest, part: Slice, at_once: int = AT_ONCE) -> Iterator[Chunk]:
    """All members who have events in the slice, by number, cut where their events come to `at_once`."""
    events = scan(folder, manifest, Table.EVENTS).filter(*part.conditions())
    return chunks_in(events.group_by("member").agg(count=pl.len()).collect(engine="streaming"), at_once)


def chunks_in(counts: pl.DataFrame, at_once: int) -> Iterator[Chunk]:
    """Members (`member`, with so many events: `count`) by number, cut where their events come to `at_once`."""
    sums = pl.col("count").cum_sum()
    numbered = counts.sort("member").with_columns(chunk=(sums - pl.col("count")) // at_once)
    bounds = numbered.group_by("chunk", maintain_order=True).agg(
        low=pl.col("member").first(), high=pl.col("member").last(), events=pl.col("count").sum()
    )
    for _, low, high, count in bounds.iter_rows():
        yield Chunk(low, high, count)


def read_chunk(
    folder: Path, manifest: Manifest, part: Slice, chunk: Chunk, unread: frozenset[str] = NOTHING_UNREAD
) -> Frames:
    """The events and lines of some members in the slice: events by member and time, lines as their files have them.

    Lines of one event stand together and in order. Texts that nobody asks for need not be read: they come as nulls.
    """
    within = [pl.col("member").is_between(chunk.low, chunk.high), *part.conditions()]
    own = manifest.holding(chunk.low, chunk.high)
    events, lines = (
        _texts_left_out(scan(folder, own, table).filter(*within), SCHEMAS[table], unread)
        for table in (Table.EVENTS, Table.LINES)
    )
    return Frames(*pl.collect_all([events.sort(ORDER[Table.EVENTS]), lines]))


def _texts_left_out(rows: pl.LazyFrame, schema: Schema, unread: frozenset[str]) -> pl.LazyFrame:
    nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in schema if name in unread]
    return rows.select(pl.exclude(unread), *nothing).select(*schema) if nothing else rows


def span_of(folder: Path, manifest: Manifest, part: Slice) -> tuple[int, int]:
    """The instants of the first and the last event of the slice, which has some."""
    at = pl.col("occurred_at")
    bounds = scan(folder, manifest, Table.EVENTS).filter(*part.conditions()).select(first=at.min(), last=at.max())
    first, last = bounds.collect(engine="streaming").row(0)
    return first, last
