"""Classes over twenty million lines against Polars by hand, and whether twice the lines cost twice the time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

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
"""A line of the longest history may cost so many times one of the shortest, in seconds of processors."""


class Took(NamedTuple):
    """Seconds by the clock and of processors."""

    clock: float
    worked: float


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    lengths = [int(text) for text in os.environ.get("REGULARS_BENCH_YEARS", YEARS).split(",")]
    costs = {years: measured(years) for years in lengths}
    longest = lengths[-1]
    folder, day = history_folder(longest), last_day(ENDS_ON)
    by_hand: list[pl.DataFrame] = []
    hand = better_of_two(lambda: by_hand.append(classes_by_hand(folder, ZONE, day, first_grid())))
    own, lines = costs[longest]
    print(f"Polars by hand: {hand.clock:.2f} s, {hand.worked:.2f} s of processors for {lines:,} lines")
    print(f"in seconds of processors: {own.worked / hand.worked:.2f} times")
    agree = same(by_hand[0], computed(longest))
    print(f"both say the same of {by_hand[0].height:,} members: {agree}")
    first, last = costs[lengths[0]], costs[longest]
    steeper = (last[0].worked / last[1]) / (first[0].worked / first[1])
    print(f"a line of the longest history costs {steeper:.2f} times one of the shortest (bar {STEEPEST:g})")
    return Figure("rfm", own.clock / hand.clock, BAR, at_most=True, also=agree and steeper <= STEEPEST)


def last_day(day: date) -> int:
    """The last day of the history."""
    return day_number(day)


def measured(years: int) -> tuple[Took, int]:
    """What a history takes, and how many lines it has."""
    lines = read_manifest(history_folder(years)).rows(Table.LINES)
    best = better_of_two(lambda: computed(years))
    print(f"{years} years, {lines:,} lines: {best.clock:.2f} s, {best.worked:.2f} s of processors", flush=True)
    return best, lines


def better_of_two(work: Callable[[], object]) -> Took:
    """The less that some work took, by the clock and of processors."""
    runs = []
    for _ in range(2):
        began = time.process_time()
        clock = seconds(work)
        runs.append(Took(clock, time.process_time() - began))
    return Took(min(one.clock for one in runs), min(one.worked for one in runs))


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
