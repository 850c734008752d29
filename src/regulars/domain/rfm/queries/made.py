"""The last computation: its tables, and the files of members behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from regulars.domain.rfm.errors import RfmMissing
from regulars.domain.rfm.models import RfmRun
from regulars.platform.dated import Results
from regulars.platform.sheets import Note, Sheet, from_data, notes_from_data

KIND = "rfm"


@dataclass(frozen=True)
class MadeRfm:
    """A computation that was kept."""

    as_of: date
    made_at: int
    took_ms: int
    grid_number: int
    members: int
    covered: int
    digest: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def find_made(programme_id: int) -> MadeRfm | None:
    """The last computation of a programme, if there is one. One statement."""
    row = RfmRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        return None
    figures = (row.as_of, row.made_at, row.took_ms, row.grid_number, row.members, row.covered, row.digest)
    return MadeRfm(*figures, from_data(row.sheets), notes_from_data(row.notes))


def last_made(programme_id: int) -> MadeRfm:
    """The same; raises RfmMissing."""
    found = find_made(programme_id)
    if found is None:
        raise RfmMissing
    return found


def newest_values(code: str) -> pl.DataFrame:
    """Everybody's row of the newest day; raises RfmMissing."""
    results = results_of(code)
    days = results.days()
    if not days:
        raise RfmMissing
    return results.scan(days[0]).collect()


def list_members(code: str, rfm_class: str, after: int, limit: int) -> list[dict[str, object]]:
    """Members of a class (of all where it is empty) in the newest results, by number, beyond one; RfmMissing."""
    results = results_of(code)
    days = results.days()
    if not days:
        raise RfmMissing
    rows = results.scan(days[0]).filter(pl.col("member") > after)
    if rfm_class:
        rows = rows.filter(pl.col("class").cast(pl.String) == rfm_class)
    columns = ("member", "class", "score", "recency_days", "purchases", "spend")
    return (
        rows.select(pl.col(name).cast(pl.String) if name == "class" else name for name in columns)
        .head(limit)
        .collect()
        .to_dicts()
    )
