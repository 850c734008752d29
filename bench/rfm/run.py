"""Classes over twenty million lines against Polars by hand, and whether twice the lines cost twice the time."""

from __future__ import annotations

import os
from datetime import date

import polars as pl

from bench.figure import Figure, seconds
from bench.replay.folders import ENDS_ON, history_folder
from bench.rfm.by_hand import classes_by_hand
from regulars.domain.history.queries import read_manifest
from regulars.domain.history.types import Table
from regulars.domain.rfm.operations.computing import Asked, compute
from regulars.domain.rfm.policy.grids import first_grid
from regulars.engine.time import day_number, zone_table

ZONE = "America/New_York"
YEARS = "7,14"
"""Lengths of history in years of 1.47 million lines; the last is the one that is compared with Polars."""

BAR = 1.5
STEEPEST = 1.25
"""A line of the longest history may cost so many times one of the shortest."""


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    lengths = [int(text) for text in os.environ.get("REGULARS_BENCH_YEARS", YEARS).split(",")]
    costs = {years: measured(years) for years in lengths}
    longest = lengths[-1]
    folder, day = history_folder(longest), last_day(ENDS_ON)
    by_hand: list[pl.DataFrame] = []
    hand = min(seconds(lambda: by_hand.append(classes_by_hand(folder, ZONE, day, first_grid()))) for _ in range(2))
    own, lines = costs[longest]
    print(f"Polars by hand: {hand:.2f} s for {lines:,} lines")
    agree = same(by_hand[0], computed(longest))
    print(f"both say the same of {by_hand[0].height:,} members: {agree}")
    first, last = costs[lengths[0]], costs[longest]
    steeper = (last[0] / last[1]) / (first[0] / first[1])
    print(f"a line of the longest history costs {steeper:.2f} times one of the shortest (bar {STEEPEST:g})")
    return Figure("rfm", own / hand, BAR, at_most=True, also=agree and steeper <= STEEPEST)


def last_day(day: date) -> int:
    """The last day of the history."""
    return day_number(day)


def measured(years: int) -> tuple[float, int]:
    """Seconds for a history, the better of two, and how many lines it has."""
    lines = read_manifest(history_folder(years)).rows(Table.LINES)
    best = min(seconds(lambda: computed(years)) for _ in range(2))
    print(f"{years} years, {lines:,} lines: {best:.2f} s, {lines / best:,.0f} lines a second")
    return best, lines


def computed(years: int) -> pl.DataFrame:
    """Classes and scores by the function that users reach."""
    end = int(zone_table(ZONE).midnights[last_day(ENDS_ON) + 1]) - 1
    return compute(Asked(history_folder(years), ZONE, end, first_grid(), months=0)).values


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether both say the same of everybody."""
    wanted = ["member", "recency_days", "purchases", "spend", "class"]
    rows = [
        frame.select(pl.col(name).cast(pl.String if name == "class" else pl.Int64) for name in wanted).sort("member")
        for frame in (one, other)
    ]
    return rows[0].equals(rows[1])
