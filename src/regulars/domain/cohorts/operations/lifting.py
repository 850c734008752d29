"""What tiers do to who just reached them, where their thresholds make a natural experiment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.policy import tiering
from regulars.domain.cohorts.policy.thresholds import Estimate, Jump, Near, estimate_of
from regulars.domain.cohorts.types import Threshold
from regulars.engine.local_time import DAY
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

QUARTER = 90
_NEEDED = 3 * QUARTER


@dataclass(frozen=True)
class Outcome:
    """What is looked at in the quarter after: the key of its sheet, a column of behaviour, and what it counts."""

    key: str
    column: str
    unit: Unit


_OUTCOMES = (Outcome("lift_spend", "spend", Unit.MONEY), Outcome("lift_purchases", "purchases", Unit.NUMBER))


def lift_sheets(look: Look, thresholds: Sequence[Threshold]) -> list[Sheet]:
    """A sheet for each outcome, with a row for each threshold; a note alone where nothing can be told."""
    empty = sheet_of("tier_lift", _columns(_OUTCOMES[0]), [])
    if not thresholds:
        return [replace(empty, notes=(Note("lift_no_threshold"),))]
    if look.reach < _NEEDED:
        return [replace(empty, notes=(Note("short_history", {"days": look.reach, "needed": _NEEDED}),))]
    if not int(look.sets.frame(tiering.KNOWN).item()):
        return [replace(empty, notes=(Note("no_tiers"),))]
    day = look.day - QUARTER
    spells = look.sets.frame(tiering.spells_sql(look.as_of))
    quarters = [_behaviour(look, day + 1, look.day), _behaviour(look, day - QUARTER + 1, day)]
    found: dict[str, list[tuple[Value, ...]]] = {one.key: [] for one in _OUTCOMES}
    for threshold in thresholds:
        members = _members(look, threshold, day, spells, quarters)
        for outcome in _OUTCOMES:
            found[outcome.key].append(_row(threshold, estimate_of(_near(members, threshold, outcome))))
    notes = (Note("lift_local"),)
    return [sheet_of("tier_lift", _columns(one), found[one.key], key=one.key, notes=notes) for one in _OUTCOMES]


def _behaviour(look: Look, first: int, last: int) -> pl.DataFrame:
    return look.sets.frame(
        "select member, count(*) as purchases, sum(amount) as spend"
        f" from purchases where day >= {first} and day <= {last} group by member"
    )


def _members(
    look: Look, threshold: Threshold, day: int, spells: pl.DataFrame, quarters: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Members as of a day with the metric, the share of the quarter after on the tier, and both quarters."""
    metric = look.sets.frame(threshold.sql(day)).filter(pl.col("metric") > 0)
    since, until = look.end_of(day), look.end_of(look.day)
    ends = pl.min_horizontal(pl.col("ends_at").fill_null(until), pl.lit(until))
    lasted = (ends - pl.max_horizontal("begins_at", pl.lit(since))).clip(lower_bound=0)
    on = (
        spells.filter(pl.col("tier") >= threshold.place)
        .group_by("member")
        .agg(dose=lasted.sum() / max(until - since, DAY))
    )
    after, before = quarters
    told = metric.join(on, on="member", how="left").join(after, on="member", how="left")
    return told.join(before, on="member", how="left", suffix="_before").with_columns(pl.exclude("member").fill_null(0))


def _near(members: pl.DataFrame, threshold: Threshold, outcome: Outcome) -> Near:
    def numbers(column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return members[column].to_numpy().astype(np.float64)

    distance = numbers("metric") / threshold.need - 1
    return Near(distance, numbers("dose").clip(0, 1), numbers(outcome.column), numbers(f"{outcome.column}_before"))


def _row(threshold: Threshold, found: Estimate) -> tuple[Value, ...]:
    return (
        threshold.tier,
        f"lift_by_{threshold.measure}",
        found.reading.value,
        found.reach,
        found.below,
        found.above,
        None if found.step is None else found.step.value,
        *_shown(found.placebo),
        *_shown(found.effect),
    )


def _shown(jump: Jump | None) -> tuple[Value, ...]:
    return (None,) * 3 if jump is None else (jump.value, jump.low, jump.high)


def _columns(outcome: Outcome) -> tuple[tuple[str, Unit], ...]:
    return (
        ("tier", Unit.TIER),
        ("lift_metric", Unit.WORD),
        ("verdict", Unit.WORD),
        ("lift_reach", Unit.SHARE),
        ("lift_below", Unit.COUNT),
        ("lift_above", Unit.COUNT),
        ("lift_step", Unit.SHARE),
        ("placebo", outcome.unit),
        ("placebo_low", outcome.unit),
        ("placebo_high", outcome.unit),
        ("effect", outcome.unit),
        ("effect_low", outcome.unit),
        ("effect_high", outcome.unit),
    )
