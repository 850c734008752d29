"""Tables of classes and scores."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl

from regulars.domain.rfm.policy.classing import BAND, CLASS, COLUMN, ORDER, counts, moved
from regulars.domain.rfm.policy.scoring import MEASURED, weights_of
from regulars.domain.rfm.types import BANDS, Axis, Grid
from regulars.engine.time import date_of
from regulars.platform.sheets import Sheet, Unit, sheet_of

_TENTHS = 10


def sheets_of(months: pl.DataFrame, values: pl.DataFrame, grid: Grid) -> tuple[Sheet, ...]:
    """All tables of a computation; movements have the later date as their key, newest first."""
    parts = weights_of(values, grid)
    told = [_classes(values), _months(months), *_moves(months), _bands(values)]
    if parts:
        told += [_spread(values), _parts(values, grid), _by_class(values, grid)]
    return tuple(told)


def _classes(values: pl.DataFrame) -> Sheet:
    everybody, money = values.height, int(values["spend"].sum())
    scores = dict(values.group_by(pl.col(CLASS).cast(pl.String)).agg(pl.col("score").mean()).iter_rows())
    rows = [
        (name, members, members / everybody, purchases, spend, spend / money if money else None, scores.get(name))
        for _day, name, members, purchases, spend in counts(values).iter_rows()
    ]
    columns = (
        ("rfm_class", Unit.WORD),
        ("members", Unit.COUNT),
        ("share", Unit.SHARE),
        ("purchases", Unit.COUNT),
        ("spend", Unit.MONEY),
        ("spend_share", Unit.SHARE),
        ("mean_score", Unit.NUMBER),
    )
    return sheet_of("rfm_classes", columns, rows, "bar", drawn=("members",))


def _months(months: pl.DataFrame) -> Sheet:
    told = counts(months)
    columns = [("date", Unit.DATE), *((one.value, Unit.COUNT) for one in ORDER)]
    rows = [
        (date_of(day).isoformat(), *group["members"].to_list())
        for (day,), group in told.group_by("as_of_day", maintain_order=True)
    ]
    return sheet_of("rfm_months", columns, rows, "line")


def _moves(months: pl.DataFrame) -> list[Sheet]:
    """From each end of a month to the next, newest first."""
    days = sorted(months["as_of_day"].unique().to_list())
    frames = {day: months.filter(pl.col("as_of_day") == day) for day in days}
    columns = (("came_from", Unit.WORD), ("went_to", Unit.WORD), ("members", Unit.COUNT))
    told = []
    for before, after in pairwise(days):
        sheet = sheet_of("rfm_moves", columns, moved(frames[before], frames[after]).rows(), "flow")
        told.append(replace(sheet, key=date_of(after).isoformat()))
    return told[::-1]


def _bands(values: pl.DataFrame) -> Sheet:
    """What each band came to be: how many are in it, from which figure to which."""
    units = {Axis.RECENCY: Unit.DAYS, Axis.FREQUENCY: Unit.COUNT, Axis.MONEY: Unit.MONEY}
    rows: list[tuple[Any, ...]] = []
    for axis in Axis:
        for band in range(BANDS, 0, -1):
            inside = values.filter(pl.col(BAND[axis]) == band)[COLUMN[axis]]
            low, high = (inside.min(), inside.max()) if inside.len() else (None, None)
            figures = [(low, high) if units[axis] is unit else (None, None) for unit in units.values()]
            rows.append((axis.value, f"band_{band}", inside.len(), *(value for pair in figures for value in pair)))
    columns = (
        ("axis", Unit.WORD),
        ("band", Unit.WORD),
        ("members", Unit.COUNT),
        ("days_from", Unit.DAYS),
        ("days_to", Unit.DAYS),
        ("purchases_from", Unit.COUNT),
        ("purchases_to", Unit.COUNT),
        ("spend_from", Unit.MONEY),
        ("spend_to", Unit.MONEY),
    )
    return sheet_of("rfm_bands", columns, rows)


def _spread(values: pl.DataFrame) -> Sheet:
    tenths = (values["score"] // _TENTHS).clip(0, 9).cast(pl.Int64)
    sizes = dict(tenths.value_counts().iter_rows())
    rows = [(f"{step * _TENTHS}–{(step + 1) * _TENTHS}", sizes.get(step, 0)) for step in range(_TENTHS)]
    return sheet_of("value_spread", (("score", Unit.TEXT), ("members", Unit.COUNT)), rows, "bar")


def _parts(values: pl.DataFrame, grid: Grid) -> Sheet:
    """Every part with its weight, how many have a figure, and how much it moves the score."""
    shares = weights_of(values, grid)
    rows: list[tuple[Any, ...]] = []
    for part, column in MEASURED.items():
        known = values[column].drop_nulls()
        share = shares.get(part)
        moves = values[f"gives_{part.value}"].std() if part in shares else None
        rows.append((part.value, grid.weights.get(part, 0), share, known.len(), moves))
    columns = (
        ("part", Unit.WORD),
        ("weight", Unit.COUNT),
        ("weight_share", Unit.SHARE),
        ("members_known", Unit.COUNT),
        ("moves_score", Unit.NUMBER),
    )
    return sheet_of("value_parts", columns, rows)


def _by_class(values: pl.DataFrame, grid: Grid) -> Sheet:
    """The mean score of each class, and what each part gives of it."""
    shares = weights_of(values, grid)
    gives = [f"gives_{part.value}" for part in shares]
    told = values.group_by(CLASS).agg(pl.len(), pl.col("score").mean(), *(pl.col(name).mean() for name in gives))
    columns = [
        ("rfm_class", Unit.WORD),
        ("mean_score", Unit.NUMBER),
        *((part.value, Unit.NUMBER) for part in shares),
        ("members", Unit.COUNT),
    ]
    rows = [(str(row[0]), row[2], *row[3:], row[1]) for row in told.sort(CLASS).iter_rows()]
    return sheet_of("value_by_class", columns, rows, "bar", drawn=("mean_score",))
