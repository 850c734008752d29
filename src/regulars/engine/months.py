"""Months as numbers and as text."""

from __future__ import annotations

import numpy as np

from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import Integers


def months_of(programme: CompiledProgramme, instants: Integers) -> Integers:
    """The local month of each instant, counted from January 1970."""
    days = programme.zone.days_of(instants)
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_of_day(day: int) -> int:
    """The month of a local day, counted likewise."""
    return int(np.int64(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def month_starts(programme: CompiledProgramme, months: range) -> Integers:
    """The first instants of local months."""
    days = np.array(months, dtype=np.int64).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return programme.zone.midnights[days]


def months_between(programme: CompiledProgramme, first: int, last: int) -> range:
    """The numbers of all local months from one instant to another."""
    begin, end = months_of(programme, np.array([first, last], dtype=np.int64)).tolist()
    return range(begin, end + 1)


def month_text(month: int) -> str:
    """A month as `2026-03`."""
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


def month_ends(first: int, last: int, most: int) -> list[int]:
    """The last local days of months from one day on and before another, oldest first, at most so many, then `last`."""
    months = range(month_of_day(first), month_of_day(last))
    starts = np.array([month + 1 for month in months], dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return [*(int(start) - 1 for start in starts[len(starts) - min(most, len(starts)) :] if start - 1 < last), last]
