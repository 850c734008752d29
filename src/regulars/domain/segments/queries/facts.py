"""What expressions are asked of: members with their columns, and the moments of calls, from the history."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from django.conf import settings

from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.history.queries import LookedAt, folder_of, open_history_sets, read_manifest
from regulars.domain.motives import queries as motives
from regulars.domain.predictions import queries as predictions
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm import queries as rfm
from regulars.domain.segments.errors import SegmentColumnsMissing
from regulars.domain.segments.policy.course import MOMENTS
from regulars.domain.segments.policy.moments import HAPPENED, moments_sql, value_sql
from regulars.domain.segments.queries import words
from regulars.domain.segments.types import DAY, Call, Function, Offered, Reading
from regulars.domain.tags import queries as tags
from regulars.engine.programme.model import Programme
from regulars.engine.programme.scope import BALANCE_PREFIX
from regulars.engine.time import zone_table
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.sets import ColumnKind, Sets, open_sets

Frames = Callable[[int, list[str]], pl.DataFrame]
_SOURCES: dict[str, Frames] = {
    words.TAGS: tags.column_frame,
    words.RFM: rfm.column_frame,
    words.CLUSTERS: clusters.column_frame,
    words.COHORTS: cohorts.column_frame,
    words.PREDICTIONS: predictions.column_frame,
    words.MOTIVES: motives.column_frame,
}
_SINCE = {Function.DAYS_ENROLLED: "enrolled_day", Function.DAYS_IN_TIER: "tier_since_day"}


@dataclass(frozen=True)
class Asked:
    """Whose members are asked of, as of which instant: some of them, or everybody (None)."""

    programme_id: int
    as_of: int
    members: tuple[int, ...] | None = None


@contextmanager
def open_facts(asked: Asked) -> Iterator[Facts]:
    """The history for expressions. Raises HistoryMissing and HistoryEmpty."""
    live = live_programme(asked.programme_id)
    looked_at = LookedAt(folder_of(live.code), live.document.time_zone, asked.as_of, asked.members)
    with open_history_sets(looked_at) as sets:
        sets.define("happened", HAPPENED)
        yield Facts(asked, live.document, sets)


@contextmanager
def open_kept_facts(programme_id: int) -> Iterator[Facts]:
    """The facts of everybody as of now, from files that are made once for each state of the history: for trying."""
    live, asked = live_programme(programme_id), Asked(programme_id, clock.now_us())
    manifest = read_manifest(folder_of(live.code))
    names = "\n".join(part.path for part in manifest.files)
    folder = Path(settings.INSIGHT_ROOT) / "segments" / live.code
    kept = folder / hashlib.sha256(names.encode()).hexdigest()[:16]
    if not kept.is_dir():
        _keep(asked, folder, kept)
    views = {name: pl.read_parquet(kept / f"{name}.parquet") for name in _KEPT}
    with open_sets(views) as sets:
        yield Facts(asked, live.document, sets)


def _keep(asked: Asked, folder: Path, kept: Path) -> None:
    """Write what trying needs, beside its place, and take away what was kept of earlier states."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as draft, open_facts(asked) as facts:
        for name, query in _KEPT.items():
            facts.sets.write(query, Path(draft) / f"{name}.parquet")
        before = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("making-")]
        with suppress(OSError):  # somebody else was first
            shutil.copytree(draft, kept)
    for path in before:
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


_KEPT = {
    "happened": "select * from happened",
    "members": "select * from members",
    "accounts": "select member, wallet, available from accounts",
    "events": "select member, kind, attributes, occurred_at, seq from events where kind in ('enrol', 'profile')",
}


class Facts:
    """A history that is open for expressions."""

    def __init__(self, asked: Asked, document: Programme, sets: Sets) -> None:
        self.asked = asked
        self.sets = sets
        self._document = document
        self._everybody = sets.frame("select * from members order by member")

    @property
    def everybody(self) -> pl.DataFrame:
        """All members of the history who are asked of: `member`."""
        return self._everybody.select("member")

    def happened(self) -> pl.DataFrame:
        """All that they did."""
        return self.sets.frame("select * from happened")

    def values(self, call: Call) -> pl.DataFrame:
        """`member` and the value of a call over moments, worked out by the engine of sets."""
        if call.function in _SINCE:
            return self.moments(call).select("member", ((self.asked.as_of - pl.col("at")) // DAY).alias(call.name))
        return self.sets.frame(value_sql(call, self.asked.as_of))

    def moments(self, call: Call) -> pl.DataFrame:
        """The moments that matter from now on: those in the window, the last one, or all as one."""
        if call.function in _SINCE:
            return self._midnights(_SINCE[call.function])
        told = f"select member, at, value from ({moments_sql(call)}) as told where at <= {self.asked.as_of}"
        if call.last_days is not None:
            told += f" and at > {self.asked.as_of - call.last_days * DAY}"
        else:
            told = f"select member, max(at) as at, cast(sum(value) as bigint) as value from ({told}) as own group by 1"
        return self.sets.frame(told).select(pl.col(name).cast(dtype) for name, dtype in MOMENTS.items())

    def _midnights(self, column: str) -> pl.DataFrame:
        known = self._everybody.filter(pl.col(column).is_not_null())
        midnights = zone_table(self._document.time_zone).midnights
        at = midnights[np.maximum(known[column].to_numpy(), 0)]
        return pl.DataFrame({"member": known["member"], "at": at}).with_columns(value=pl.lit(1, pl.Int64))

    def columns(self, names: Sequence[str]) -> pl.DataFrame:
        """`member` and the columns of these names, of everybody; raises SegmentColumnsMissing."""
        offered = {one.name: one for one in words.offered_columns(self.asked.programme_id)}
        frame = self.everybody
        by_source: dict[str, list[Offered]] = {}
        for name in sorted(names):
            by_source.setdefault(offered[name].source, []).append(offered[name])
        for source, columns in by_source.items():
            own = self._facts(columns) if source == words.MEMBER else self._of_source(source, columns)
            frame = frame.join(own, on="member", how="left")
        return frame

    def _of_source(self, source: str, columns: list[Offered]) -> pl.DataFrame:
        names = [one.name for one in columns]
        try:
            frame = _SOURCES[source](self.asked.programme_id, names)
        except DomainError as error:
            raise SegmentColumnsMissing(columns=", ".join(names)) from error
        return frame.select("member", *(_typed(one) for one in columns))

    def _facts(self, columns: list[Offered]) -> pl.DataFrame:
        frame = self.everybody
        attributes = [one for one in columns if one.name in {each.id for each in self._document.member_attributes}]
        if attributes:
            frame = frame.join(self._attributes(attributes), on="member", how="left")
        for one in columns:
            if one.name.startswith(BALANCE_PREFIX):
                wallet = one.name.removeprefix(BALANCE_PREFIX)
                rows = self.sets.frame(f"select member, available from accounts where wallet = '{wallet}'")
                frame = frame.join(rows.rename({"available": one.name}), on="member", how="left")
            elif one.name == "tier":
                places = {tier.id: place for place, tier in enumerate(self._document.ladder.tiers)}
                place = pl.col("tier").replace_strict(places, default=None, return_dtype=pl.Int64)
                frame = frame.join(self._everybody.select("member", tier=place), on="member", how="left")
            elif one.name == "birth_month":
                month = pl.when(pl.col("birth_month") > 0).then(pl.col("birth_month"))
                frame = frame.join(self._everybody.select("member", birth_month=month), on="member", how="left")
        return frame

    def _attributes(self, columns: list[Offered]) -> pl.DataFrame:
        """What members last said of themselves, of each attribute."""
        rows = self.sets.frame(
            "select member, attributes from events where kind in ('enrol', 'profile') and attributes is not null"
            " order by occurred_at, seq"
        )
        told: dict[int, dict[str, object]] = {}
        for member, text in rows.iter_rows():
            told.setdefault(member, {}).update(json.loads(text or "{}"))
        found = {"member": list(told)} | {one.name: [row.get(one.name) for row in told.values()] for one in columns}
        schema = {"member": pl.Int64} | {one.name: _DTYPES[one.kind] for one in columns}
        return pl.DataFrame(found, schema=schema, strict=False)


_DTYPES: Mapping[str, type[pl.DataType]] = {
    ColumnKind.TEXT.value: pl.String,
    ColumnKind.DAYS.value: pl.Int64,
    ColumnKind.YES_NO.value: pl.Boolean,
}


def _typed(one: Offered) -> pl.Expr:
    """A column as expressions take it: whole numbers in their smallest unit, texts, yes or no."""
    column = pl.col(one.name)
    if one.kind in (ColumnKind.NUMBER.value, ColumnKind.SHARE.value):
        return (column.cast(pl.Float64) * words.DECIMALS).round().cast(pl.Int64, strict=False)
    if one.kind in (ColumnKind.MONEY.value, ColumnKind.DAYS.value):
        return column.cast(pl.Float64).round().cast(pl.Int64, strict=False)
    return column.cast(pl.Boolean if one.kind == ColumnKind.YES_NO.value else pl.String)


def columns_of(facts: Facts, reading: Reading) -> pl.DataFrame:
    """Members with all columns that an expression names but those of its calls."""
    return facts.columns(sorted(reading.columns))
