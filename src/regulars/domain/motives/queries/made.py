"""The last computation: its tables, and the files of members behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from regulars.domain.motives.errors import MotivesMissing
from regulars.domain.motives.models import MotiveRun
from regulars.domain.motives.types import Motive
from regulars.platform.dated import Results
from regulars.platform.sheets import Note, Sheet, from_data, notes_from_data

KIND = "motives"
LISTED = ("member", "leading", *(motive.value for motive in Motive), "acts")
"""What lists of members show."""


@dataclass(frozen=True)
class MadeMotives:
    """A computation that was kept."""

    as_of: date
    made_at: int
    took_ms: int
    members: int
    covered: int
    digest: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def find_made(programme_id: int) -> MadeMotives | None:
    """The last computation of a programme, if there is one. One statement."""
    row = MotiveRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        return None
    figures = (row.as_of, row.made_at, row.took_ms, row.members, row.covered, row.digest)
    return MadeMotives(*figures, from_data(row.sheets), notes_from_data(row.notes))


def last_made(programme_id: int) -> MadeMotives:
    """The same; raises MotivesMissing."""
    found = find_made(programme_id)
    if found is None:
        raise MotivesMissing
    return found


def newest_values(code: str) -> pl.LazyFrame:
    """Everybody's row of the newest day; raises MotivesMissing."""
    results = results_of(code)
    days = results.days()
    if not days:
        raise MotivesMissing
    return results.scan(days[0])


def list_members(code: str, leading: str, after: int, limit: int) -> list[tuple[object, ...]]:
    """Members by number beyond one, with `LISTED`: those whom a motive leads, or all. Raises MotivesMissing."""
    rows = newest_values(code).filter(pl.col("member") > after)
    if leading:
        rows = rows.filter(pl.col("leading") == leading)
    return list(rows.select(LISTED).head(limit).collect().iter_rows())
