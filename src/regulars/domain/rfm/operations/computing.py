"""Classes of every end of a month and scores of the last day, from a history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.rfm.errors import RfmNothingBought
from regulars.domain.rfm.operations.sheets import sheets_of
from regulars.domain.rfm.policy import questions
from regulars.domain.rfm.policy.classing import classed
from regulars.domain.rfm.policy.scoring import MEASURED, scored, weights_of
from regulars.domain.rfm.types import Grid
from regulars.engine.months import month_ends
from regulars.engine.time import date_of, zone_table
from regulars.platform.sets import Sets
from regulars.platform.sheets import Note, Sheet

MONTHS = 12
"""Ends of months that are looked at beside the day itself."""

STEPS = 4
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """What classes are asked for: of which history, with days of which zone, as of which instant, by which grid.

    `months`: ends of months before that are looked at too.
    """

    folder: Path
    zone: str
    as_of: int
    grid: Grid
    months: int = MONTHS


@dataclass(frozen=True)
class Computed:
    """What came of it: everybody's row as of the day, classes at the ends of months before, and the tables.

    `members`: all of whom the history knows; `covered`: those who ever bought.
    """

    as_of: date
    values: pl.DataFrame
    months: pl.DataFrame
    members: int
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]

    @property
    def covered(self) -> int:
        """Members with a class."""
        return self.values.height


def compute(asked: Asked, progress: Progress = lambda _done, _all: None) -> Computed:
    """Compute classes and scores; raises RfmNothingBought, HistoryMissing and HistoryEmpty. Nothing is stored."""
    day = zone_table(asked.zone).day_of(asked.as_of)
    with open_history_sets(LookedAt(asked.folder, asked.zone, asked.as_of)) as sets:
        progress(1, STEPS)
        first, _last, buyers = sets.frame(questions.BEGUN).row(0)
        if not buyers:
            raise RfmNothingBought
        days = month_ends(first, day, asked.months)
        months = classed(sets.frame(questions.figures_sql(days, asked.grid.window_days)), asked.grid)
        progress(2, STEPS)
        today = _measured(sets, months.filter(pl.col("as_of_day") == day), day, asked)
        progress(3, STEPS)
        members = int(sets.frame(questions.EVERYBODY).item())
    values = scored(today, asked.grid)
    notes = _notes(asked, values, members, day - first)
    sheets = sheets_of(months, values, asked.grid)
    progress(STEPS, STEPS)
    return Computed(date_of(day), values, months, members, sheets, notes)


def _measured(sets: Sets, today: pl.DataFrame, day: int, asked: Asked) -> pl.DataFrame:
    """The rows of the day with what the other parts of the score are measured by."""
    since = int(zone_table(asked.zone).midnights[max(day - asked.grid.window_days + 1, 0)])
    frames = (
        sets.frame(questions.lines_sql(since)),
        sets.frame(questions.kept_sql(day, asked.grid.window_days)),
        sets.frame(questions.activities_sql(since)),
        _sentiment(sets.frame(questions.said_sql(since))),
    )
    for one in frames:
        today = today.join(one, on="member", how="left")
    none_done = pl.col("activities").fill_null(0)
    return today.with_columns(none_done, pl.col("departments").fill_null(0))


def _sentiment(said: pl.DataFrame) -> pl.DataFrame:
    """The mean sentiment of each member who gave one: numbers under `sentiment` in the attributes of activities."""
    rows = [(member, value) for member, text in said.iter_rows() if (value := _number(text)) is not None]
    told = pl.DataFrame(rows, schema={"member": pl.Int64, "sentiment": pl.Float64}, orient="row")
    return told.group_by("member").agg(pl.col("sentiment").mean())


def _number(text: str) -> float | None:
    value = json.loads(text).get("sentiment")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _notes(asked: Asked, values: pl.DataFrame, members: int, reach: int) -> tuple[Note, ...]:
    """What a reader has to know: who has no class, which parts weigh nothing, how far the history reaches."""
    notes = []
    if members > values.height:
        notes.append(Note("rfm_never_bought", {"members": members - values.height}))
    if reach < asked.grid.window_days:
        notes.append(Note("rfm_short", {"days": reach + 1, "window": asked.grid.window_days}))
    weighed = weights_of(values, asked.grid)
    notes += [
        Note("rfm_part_missing", {"part": part.value})
        for part in MEASURED
        if asked.grid.weights.get(part) and part not in weighed
    ]
    return tuple(notes)
