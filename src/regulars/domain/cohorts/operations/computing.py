"""All tables of this context, from a history as of an instant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from regulars.domain.cohorts.errors import CohortsNothingBought
from regulars.domain.cohorts.operations.beginning import beginning_sheets
from regulars.domain.cohorts.operations.buying import buying_sheets
from regulars.domain.cohorts.operations.lifting import lift_sheets
from regulars.domain.cohorts.operations.lives import life_sheets, lives_of, tier_sheets
from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.operations.wandering import association_sheets, path_sheets
from regulars.domain.cohorts.policy.beginnings import BEGUN, EVERYBODY
from regulars.domain.cohorts.types import Threshold
from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.engine.time import date_of, zone_table
from regulars.platform.sheets import Note, Sheet

STEPS = 7
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """What is looked at: which history, days of which zone, as of which instant, tiers by id from the lowest, and what
    they ask for as far as a history can measure it.
    """

    folder: Path
    zone: str
    as_of: int
    ladder: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True)
class Computed:
    """What came of it. `members`: all of whom the history knows; `covered`: those who ever bought.

    `lives` has `as_of_day`, `member`, `stage` and `silent` (days without a purchase), for the ends of months, too.
    """

    as_of: date
    members: int
    covered: int
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]
    lives: pl.DataFrame


def compute(asked: Asked, progress: Progress = lambda _done, _all: None) -> Computed:
    """Compute everything; raises CohortsNothingBought, HistoryMissing and HistoryEmpty. Nothing is stored."""
    day = zone_table(asked.zone).day_of(asked.as_of)
    sheets: list[Sheet] = []
    with open_history_sets(LookedAt(asked.folder, asked.zone, asked.as_of)) as sets:
        first, _last, buyers = sets.frame(BEGUN).row(0)
        if not buyers:
            raise CohortsNothingBought
        look = Look(sets, int(first), day, asked.zone, asked.as_of)
        lives = lives_of(look)
        parts: tuple[Callable[[], list[Sheet]], ...] = (
            lambda: beginning_sheets(look),
            lambda: life_sheets(look, lives),
            lambda: tier_sheets(look, asked.ladder),
            lambda: buying_sheets(look),
            lambda: path_sheets(look),
            lambda: association_sheets(look),
            lambda: lift_sheets(look, asked.thresholds),
        )
        for done, part in enumerate(parts, start=1):
            sheets += part()
            progress(done, STEPS)
        members = int(sets.frame(EVERYBODY).item())
    return Computed(
        date_of(day), members, int(buyers), tuple(sheets), (), lives.select("as_of_day", "member", "stage", "silent")
    )
