"""Stages of life, the way through them, and tiers in motion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl

from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.policy import living, tiering
from regulars.domain.cohorts.policy.survival import survival
from regulars.domain.cohorts.types import Stage, Survival
from regulars.engine.time import date_of
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

MONTHS = 12
QUARTER = 90
_DAY = 86_400_000_000
_CURVE = (7, 14, 30, 60, 90, 120, 180, 240, 300, 365)
_FLOW = (("came_from", Unit.WORD), ("went_to", Unit.WORD), ("members", Unit.COUNT))


def lives_of(look: Look) -> pl.DataFrame:
    """Everybody's stage at the end of each month and of the day."""
    return look.sets.frame(living.stages_sql(look.ends(MONTHS)))


def life_sheets(look: Look, lives: pl.DataFrame) -> list[Sheet]:
    """Stages now, the funnel, movements newest first, and stages over time."""
    now = lives.filter(pl.col("as_of_day") == look.day)
    return [
        _stages(now),
        _funnel(now),
        *_moves(lives),
        _months(lives, "stage", "lifecycle_months", [one.value for one in Stage]),
    ]


def _stages(now: pl.DataFrame) -> Sheet:
    told = {name: (members, spend) for name, members, spend in _by_stage(now).iter_rows()}
    money = sum(spend for _members, spend in told.values())
    rows = []
    for stage in Stage:
        members, spend = told.get(stage.value, (0, 0))
        mean = spend / members if members else None
        rows.append((stage.value, members, members / now.height, spend, spend / money if money else None, mean))
    columns = (
        ("stage", Unit.WORD),
        ("members", Unit.COUNT),
        ("share", Unit.SHARE),
        ("spend", Unit.MONEY),
        ("spend_share", Unit.SHARE),
        ("mean_spend", Unit.MONEY),
    )
    return sheet_of("lifecycle_stages", columns, rows, "bar")


def _by_stage(now: pl.DataFrame) -> pl.DataFrame:
    return now.group_by("stage").agg(members=pl.len().cast(pl.Int64), spend=pl.col("spend").sum())


def _funnel(now: pl.DataFrame) -> Sheet:
    times, tenure = pl.col("times"), pl.col("as_of_day") - pl.col("first_day")
    grown = (times >= living.MATURE_TIMES) & (tenure >= living.MATURE_DAYS)
    buying = ~pl.col("stage").is_in([Stage.SLEEPING.value, Stage.LOST.value])
    steps = {
        "stage_first": times >= 1,
        "stage_second": times >= 2,
        "stage_third": times >= 3,
        "stage_sixth": times >= living.MATURE_TIMES,
        "stage_half_year": grown,
        "stage_active": grown & buying,
    }
    rows: list[tuple[Value, ...]] = []
    before = now.height
    for name, condition in steps.items():
        count = now.filter(condition).height
        rows.append((name, count, count / now.height, count / before if before else None))
        before = count
    columns = (("step", Unit.WORD), ("members", Unit.COUNT), ("of_all", Unit.SHARE), ("of_before", Unit.SHARE))
    return sheet_of("lifecycle_funnel", columns, rows, "bar")


def _moves(lives: pl.DataFrame) -> list[Sheet]:
    days = sorted(lives["as_of_day"].unique().to_list())
    order = ["none", *(one.value for one in Stage)]
    told = []
    for before, after in pairwise(days):
        rows = _flow(lives, before, after, "stage", order)
        told.append(sheet_of("lifecycle_moves", _FLOW, rows, "flow", key=date_of(after).isoformat()))
    return told[::-1]


def _flow(rows: pl.DataFrame, before: int, after: int, column: str, order: Sequence[str]) -> list[tuple[Value, ...]]:
    """How many went from what to what between two days, in an order."""
    early = rows.filter(pl.col("as_of_day") == before).select("member", came=column)
    late = rows.filter(pl.col("as_of_day") == after).select("member", went=column)
    told = late.join(early, on="member", how="left").group_by(pl.col("came").fill_null("none"), "went").len()
    found = [(str(came), str(went), int(members)) for came, went, members in told.iter_rows()]
    return sorted(found, key=lambda one: (order.index(one[0]), order.index(one[1])))


def _months(rows: pl.DataFrame, column: str, code: str, order: Sequence[str]) -> Sheet:
    """How many are what on each day."""
    counts = {(day, name): members for day, name, members in rows.group_by("as_of_day", column).len().iter_rows()}
    days = sorted(rows["as_of_day"].unique().to_list())
    unit_codes = [name if code == "lifecycle_months" else f"tier:{name}" for name in order]
    columns = [("date", Unit.DATE), *((name, Unit.COUNT) for name in unit_codes)]
    told = [(date_of(day).isoformat(), *(counts.get((day, name), 0) for name in order)) for day in days]
    return sheet_of(code, columns, told, "line")


def tier_sheets(look: Look, ladder: Sequence[str]) -> list[Sheet]:
    """Movement between tiers in a quarter, tiers over time, time to rise; a note alone where nothing is known."""
    if not ladder or not int(look.sets.frame(tiering.KNOWN).item()):
        return [replace(sheet_of("tier_mobility", _FLOW, []), notes=(Note("no_tiers"),))]
    days = sorted({*look.ends(MONTHS), max(look.day - QUARTER, look.first)})
    rows = look.sets.frame(tiering.tiers_sql(days, [look.end_of(day) for day in days]))
    named = rows.with_columns(
        tier=pl.col("tier")
        .clip(0, len(ladder) - 1)
        .replace_strict(list(range(len(ladder))), list(ladder), return_dtype=pl.String)
    )
    order = ["none", *ladder]
    flow = _flow(named, max(look.day - QUARTER, look.first), look.day, "tier", order)
    columns = (("came_from", Unit.TIER), ("went_to", Unit.TIER), ("members", Unit.COUNT))
    mobility = sheet_of("tier_mobility", columns, flow, "flow", notes=(Note("few_tiers"),))
    ends = set(look.ends(MONTHS))
    months = _months(named.filter(pl.col("as_of_day").is_in(list(ends))), "tier", "tier_months", ladder)
    return [mobility, months, *_upgrades(look, ladder)]


def _upgrades(look: Look, ladder: Sequence[str]) -> list[Sheet]:
    spells = look.sets.frame(tiering.spells_sql(look.as_of))
    curves: dict[str, Survival] = {}
    for place, name in enumerate(ladder[:-1]):
        own = spells.filter(pl.col("tier") == place)
        if own.height:
            ends = own["ends_at"].fill_null(look.as_of)
            lasted = ((ends - own["begins_at"]) // _DAY).to_numpy()
            rose = (own["tier_after"].fill_null(-1) > place).to_numpy()
            curves[name] = survival(np.maximum(lasted, 1), rose)
    rows = [
        (name, one.risen + one.waiting, one.risen, one.waiting, one.median, one.low, one.high)
        for name, one in curves.items()
    ]
    columns = (
        ("tier", Unit.TIER),
        ("reached", Unit.COUNT),
        ("risen", Unit.COUNT),
        ("waiting", Unit.COUNT),
        ("median_days", Unit.DAYS),
        ("low_days", Unit.DAYS),
        ("high_days", Unit.DAYS),
    )
    drawn = [("days", Unit.DAYS), *((f"tier:{name}", Unit.SHARE) for name in curves)]
    points = [day for day in _CURVE if day <= look.reach]
    told = [(day, *(1 - _share_at(one, day) for one in curves.values())) for day in points]
    return [sheet_of("time_to_upgrade", columns, rows), sheet_of("upgrade_curve", drawn, told, "line")]


def _share_at(curve: Survival, day: int) -> float:
    """The share that has not risen by a day."""
    known = [share for at, share in zip(curve.days, curve.share, strict=True) if at <= day]
    return known[-1] if known else 1.0
