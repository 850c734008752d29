"""Results by date: one Parquet file for each day that something was computed as of, sorted by member.

Files stand in the data folder under `insight/<kind>/<programme>/2026-03-31.parquet`. A file is written under another
name and renamed, so readers see the old one or the new one whole; a member's row is found by the statistics of the
file without reading the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from django.conf import settings

_ROWS_IN_A_GROUP = 20_000


@dataclass(frozen=True)
class Results:
    """The results of one kind for one programme."""

    kind: str
    programme: str

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return Path(settings.INSIGHT_ROOT) / self.kind / self.programme

    def path(self, day: date) -> Path:
        """The file of a day."""
        return self.folder / f"{day.isoformat()}.parquet"

    def days(self) -> list[date]:
        """The days of which there are results, newest first."""
        if not self.folder.is_dir():
            return []
        return sorted((date.fromisoformat(path.stem) for path in self.folder.glob("????-??-??.parquet")), reverse=True)

    def write(self, day: date, frame: pl.DataFrame) -> None:
        """Keep the results of a day, in place of any before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.path(day).with_suffix(".part")
        frame.sort("member").write_parquet(draft, row_group_size=_ROWS_IN_A_GROUP)
        draft.replace(self.path(day))

    def forget(self, member: int) -> int:
        """Take one member's row out of every day; answers out of how many."""
        told = [day for day in self.days() if self.member(day, member) is not None]
        for day in told:
            self.write(day, self.scan(day).filter(pl.col("member") != member).collect())
        return len(told)

    def keep_only(self, days: Iterable[date]) -> None:
        """Take away the files of other days."""
        kept = set(days)
        for day in self.days():
            if day not in kept:
                self.path(day).unlink(missing_ok=True)

    def scan(self, day: date) -> pl.LazyFrame:
        """The results of a day, to be read as far as they are asked for."""
        return pl.scan_parquet(self.path(day), hive_partitioning=False)

    def member(self, day: date, member: int) -> dict[str, object] | None:
        """One member's row of a day; None where there is no such file or no such row."""
        if not self.path(day).is_file():
            return None
        found = self.scan(day).filter(pl.col("member") == member).collect()
        return dict(found.row(0, named=True)) if found.height else None

    def history(self, member: int, days: Sequence[date], column: str) -> list[tuple[date, object]]:
        """What a column said of a member on each of these days, oldest first; days without a row are left out."""
        told = []
        for day in sorted(days):
            row = self.member(day, member)
            if row is not None and row.get(column) is not None:
                told.append((day, row[column]))
        return told
