"""The file of a day: rows in order of members, written beside its place and renamed, then what was made of it."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from regulars.domain.tags.policy.figures import figures_as_data, figures_of
from regulars.domain.tags.queries.days import days_in
from regulars.domain.tags.types import Definition, TagType
from regulars.platform import clock

_ROWS_IN_A_GROUP = 10_000
_COLUMNS_AT_ONCE = 16
KEPT_DAYS = 40
"""So many days are kept; of what is older, the first day of each month."""


@dataclass(frozen=True)
class DayFile:
    """Of which day, as of which instant, with which tags."""

    folder: Path
    day: date
    as_of: int
    definitions: Sequence[Definition]
    rules: Sequence[str]

    @property
    def path(self) -> Path:
        """The file with the rows."""
        return self.folder / f"{self.day.isoformat()}.parquet"

    def types(self) -> dict[str, TagType]:
        """Every column with its type."""
        return {one.id: one.type for one in self.definitions} | dict.fromkeys(self.rules, TagType.YES_NO)


def write_day(
    made: DayFile, frames: Iterable[pl.DataFrame], members: int, computed: Mapping[str, date], began: float
) -> str:
    """Keep the rows and the figures of a day in place of any before; answers the digest of the rows."""
    made.folder.mkdir(parents=True, exist_ok=True)
    draft = made.path.with_suffix(f".{os.getpid()}.part")
    _write_rows(draft, frames)
    with draft.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    types = made.types()
    figures = {
        column.name: figures_as_data(figures_of(column, types[column.name], computed.get(column.name, made.day)))
        for column in _columns(draft, list(types))
    }
    told = {
        "as_of": made.as_of,
        "members": members,
        "made_at": clock.now().isoformat(),
        "seconds": round(time.monotonic() - began, 3),
        "digest": digest,
        "figures": figures,
    }
    draft.replace(made.path)
    _put_text(made.path.with_suffix(".json"), told)
    _thin_out(made.folder, made.day)
    return digest


def _write_rows(path: Path, frames: Iterable[pl.DataFrame]) -> None:
    writer = None
    for frame in frames:
        table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table.cast(writer.schema), row_group_size=_ROWS_IN_A_GROUP)
    if writer is None:
        pl.DataFrame(schema={"member": pl.Int64}).write_parquet(path)
    else:
        writer.close()


def _columns(path: Path, names: Sequence[str]) -> Iterator[pl.Series]:
    """Columns of a file, a few read at once; those that it does not have are without values."""
    known = set(pl.read_parquet_schema(path))
    for first in range(0, len(names), _COLUMNS_AT_ONCE):
        some = names[first : first + _COLUMNS_AT_ONCE]
        frame = pl.read_parquet(path, columns=[name for name in some if name in known])
        for name in some:
            yield frame[name] if name in known else pl.Series(name, [], dtype=pl.Float64)


def _put_text(path: Path, told: Mapping[str, Any]) -> None:
    draft = path.with_suffix(f".{os.getpid()}.json-part")
    draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _thin_out(folder: Path, day: date) -> None:
    """Take away days that are older than those that are kept, but the first of each month."""
    old = [one for one in days_in(folder) if one < day - timedelta(days=KEPT_DAYS)]
    first: dict[tuple[int, int], date] = {}
    for one in sorted(old):
        first.setdefault((one.year, one.month), one)
    for one in set(old) - set(first.values()):
        for suffix in (".json", ".parquet"):
            (folder / f"{one.isoformat()}{suffix}").unlink(missing_ok=True)
