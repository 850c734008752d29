"""The last computation: its tables, and the files of members behind it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from regulars.domain.rfm.errors import RfmMissing
from regulars.domain.rfm.models import RfmRun
from regulars.platform.dated import Results
from regulars.platform.sheets import Made, from_data, notes_from_data

KIND = "rfm"


@dataclass(frozen=True)
class MadeRfm(Made):
    """A computation that was kept, and the grid it went by."""

    grid_number: int


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def find_made(programme_id: int) -> MadeRfm | None:
    """The last computation of a programme, if there is one. One statement."""
    row = RfmRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        return None
    figures = (row.as_of, row.made_at, row.took_ms, row.members, row.covered, row.digest)
    return MadeRfm(*figures, from_data(row.sheets), notes_from_data(row.notes), row.grid_number)


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
