"""Signs and scores of members as of an instant, from a history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.motives.errors import MotivesNothingToTell
from regulars.domain.motives.operations.sheets import Given, sheets_of
from regulars.domain.motives.policy import questions
from regulars.domain.motives.policy.scoring import scored, shares_of
from regulars.domain.motives.policy.signs import benefits_of, counted, tiers_of, used
from regulars.domain.motives.types import FEWEST_ACTS, SIGNS, WINDOW, Motive, Sign
from regulars.engine.time import date_of, zone_table
from regulars.platform.sets import Sets
from regulars.platform.sheets import Note, Sheet

STEPS = 3
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """Which history, with days of which zone, as of which instant; kinds of benefits by id, tiers from the lowest."""

    folder: Path
    zone: str
    as_of: int
    benefits: Mapping[str, str] = field(default_factory=dict)
    ladder: tuple[str, ...] = ()


@dataclass(frozen=True)
class Computed:
    """What came of it: a row for everybody who is told, and the tables. `members`: all whom the history knows."""

    as_of: date
    values: pl.DataFrame
    members: int
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]

    @property
    def covered(self) -> int:
        """Members who are told."""
        return self.values.height


def compute(asked: Asked, progress: Progress = lambda _done, _all: None) -> Computed:
    """Compute motives; raises MotivesNothingToTell, HistoryMissing and HistoryEmpty. Nothing is stored."""
    day = zone_table(asked.zone).day_of(asked.as_of)
    with open_history_sets(LookedAt(asked.folder, asked.zone, asked.as_of)) as sets:
        values = scored(_told(measured(sets, asked, day - WINDOW + 1, day)))
        progress(1, STEPS)
        if not values.height or not shares_of(values):
            raise MotivesNothingToTell
        halves = [
            _told(measured(sets, asked, day - WINDOW + 1, day - WINDOW // 2)),
            _told(measured(sets, asked, day - WINDOW // 2 + 1, day)),
        ]
        progress(2, STEPS)
        uses = benefits_of(sets.frame(questions.uses_sql(day - WINDOW + 1, day)))
        tiers = sets.frame("select member, tier from members")
        members = int(sets.frame(questions.EVERYBODY).item())
        reach = day - int(sets.frame(questions.FIRST_DAY).item()) + 1
    given = Given(values, (scored(halves[0]), scored(halves[1])), uses, tiers)
    sheets = sheets_of(given, asked.benefits, asked.ladder)
    progress(STEPS, STEPS)
    return Computed(date_of(day), values, members, sheets, _notes(values, members, reach))


def measured(sets: Sets, asked: Asked, first: int, last: int) -> pl.DataFrame:
    """Everybody who did something from a day to another: acts, purchases, spend, and what each sign comes to."""
    midnights = zone_table(asked.zone).midnights
    since, until = int(midnights[first]), min(int(midnights[last + 1]) - 1, asked.as_of)
    bought = sets.frame(questions.purchases_sql(first, last))
    frames = (
        sets.frame(questions.promotions_sql(first, last)),
        counted(sets.frame(questions.acts_sql(first, last))),
        used(sets.frame(questions.uses_sql(first, last)), asked.benefits),
        tiers_of(sets.frame(questions.tiers_sql(until)), since, until),
    )
    known = pl.concat([bought.select("member"), *(one.select("member") for one in frames)]).unique().sort("member")
    for one in (bought, *frames):
        known = known.join(one, on="member", how="left")
    return known.with_columns(pl.exclude("member").fill_null(0))


def _told(known: pl.DataFrame) -> pl.DataFrame:
    """Those who did enough; counts that grow with purchases are told for each purchase."""
    acts = pl.col("acts") + pl.col("purchases")
    each = pl.max_horizontal("purchases", pl.lit(1))
    vouchers = pl.col(Sign.VOUCHERS.value) + pl.col(f"used_{Sign.VOUCHERS.value}")
    told = known.with_columns(acts=acts.cast(pl.Int64)).filter(pl.col("acts") >= FEWEST_ACTS)
    return told.with_columns(
        (pl.col(Sign.REDEMPTIONS.value) / each).alias(Sign.REDEMPTIONS.value),
        (vouchers / each).alias(Sign.VOUCHERS.value),
        pl.col(f"used_{Sign.STATUS_USES.value}").alias(Sign.STATUS_USES.value),
        pl.col(f"used_{Sign.SERVICE_USES.value}").alias(Sign.SERVICE_USES.value),
    ).select("member", "acts", "purchases", "spend", *(sign.value for sign in SIGNS))


def _notes(values: pl.DataFrame, members: int, reach: int) -> tuple[Note, ...]:
    """Who is not told, which motives are silent, how far the history reaches."""
    notes = []
    if members > values.height:
        notes.append(Note("motives_too_little", {"members": members - values.height, "needed": FEWEST_ACTS}))
    told = shares_of(values)
    notes += [Note("motive_silent", {"motive": motive.value}) for motive in Motive if motive not in told]
    identity = told.get(Motive.IDENTITY, {})
    if identity and Sign.STATUS_USES not in identity:
        notes.append(Note("motive_tiers_only"))
    if reach < WINDOW:
        notes.append(Note("motives_short", {"days": reach, "window": WINDOW}))
    return tuple(notes)
