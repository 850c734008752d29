"""Activity around rises: what members bought before and after they rose, beside what others bought in the same weeks.

Members rise when what they bought over a long time comes to a threshold, at a time that says little about their last
weeks. So the change from the eight weeks before to the eight weeks after is compared with that of all members who did
not rise, in the same weeks (difference in differences, as in Card and Krueger, 1994): seasons and trends drop out. The
week of the rise and the one before are in neither. Matching on recent purchases instead would bring regression to the
mean back in: docs/decisions/0018 shows it on customers who knew of no tiers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.observations.policy.spans import WARM_UP_DAYS, Span
from regulars.engine.kernel.layout import Flags
from regulars.engine.outcome import TierChange, TierReason
from regulars.engine.states import Integers

WEEKS = 8
"""Weeks that are looked at before and after a rise."""
_GAP = 1
_FIRST = WARM_UP_DAYS // 7 + _GAP + WEEKS

CELLS = ("tier", "week")
RISES: dict[str, type[pl.DataType]] = {
    "member": pl.Int64,
    "tier": pl.Int64,
    "day": pl.Int64,
    "week_before": pl.Int64,
    "weeks_before": pl.Int64,
}


class Moves(NamedTuple):
    """Members of a chunk, ascending, and rows of tier changes in which the tier moves, with their local days."""

    members: Integers
    changes: Integers
    days: Integers


def rises_of(moves: Moves, purchases: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row a rise by the member's own doing: tier reached, day, purchases in the 7 days and 8 weeks before.

    The day of the rise is in neither. Purchases before are None where the history is not so old.
    """
    changes = moves.changes
    own = (changes[:, TierChange.TO] > changes[:, TierChange.FROM]) & (
        changes[:, TierChange.REASON] == TierReason.ENTERED
    )
    rises = pl.DataFrame(
        {
            "member": moves.members[changes[own, TierChange.MEMBER]],
            "tier": changes[own, TierChange.TO],
            "day": moves.days[own],
        },
        schema={"member": pl.Int64, "tier": pl.Int64, "day": pl.Int64},
    ).with_row_index("rise")
    ago = pl.col("day") - pl.col("bought")
    bought = (
        rises.join(purchases.select("member", bought="day"), on="member", how="left")
        .group_by("rise")
        .agg(
            week_before=ago.is_between(1, 7).sum().cast(pl.Int64),
            weeks_before=ago.is_between(8, 7 + 7 * WEEKS).sum().cast(pl.Int64),
            first=pl.col("bought").min(),
        )
    )
    old = pl.col("first").is_not_null() & (
        pl.col("day") - pl.max_horizontal("first", pl.lit(span.first)) > 7 * WEEKS + 7
    )
    told = rises.join(bought, on="rise", how="left", maintain_order="left")
    counts = [pl.when(old).then(pl.col(name)).alias(name) for name in ("week_before", "weeks_before")]
    return told.with_columns(counts).select(pl.col(name).cast(dtype) for name, dtype in RISES.items())


def cells_of(moves: Moves, purchases: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Members by tier and week of the history, as sums.

    risen and rest: how many members rose in the week, and how many did not within eight weeks either way; _before and
    _after: what these bought in the eight weeks that end a week earlier, and in the eight that follow. The first 90
    days of the history are left out, and members who had not bought before all of these weeks: there, members only
    come into sight.
    """
    weeks = span.days // 7
    if weeks <= _FIRST + WEEKS or not len(moves.members):
        return pl.DataFrame(schema=dict.fromkeys((*CELLS, *_SUMS), pl.Int64))
    running = _running(moves, purchases, span, weeks)
    tiers, rose = _standing(moves, span, weeks)
    near = _spread(rose)
    parts = []
    for week in range(_FIRST, weeks - WEEKS):
        before = running[:, week - _GAP] - running[:, week - _GAP - WEEKS]
        after = running[:, week + 1 + WEEKS] - running[:, week + 1]
        columns = {"tier": tiers[:, week], "week": np.full(len(before), week)}
        there = running[:, week - _GAP - WEEKS] > 0
        for name, chosen in (("risen", rose[:, week] & there), ("rest", ~near[:, week] & there)):
            counted = chosen.astype(np.int64)
            columns |= {name: counted, f"{name}_before": before * counted, f"{name}_after": after * counted}
        parts.append(pl.DataFrame(columns).group_by(*CELLS).agg(pl.col(*_SUMS).sum()))
    return pl.concat(parts).select(*CELLS, *_SUMS).sort(*CELLS)


def _running(moves: Moves, purchases: pl.DataFrame, span: Span, weeks: int) -> Integers:
    """Purchases of each member before each week: int64[members, weeks + 1]."""
    counts = np.zeros((len(moves.members), weeks), dtype=np.int64)
    rows = np.searchsorted(moves.members, purchases["member"].to_numpy())
    place = (purchases["day"].to_numpy() - span.first) // 7
    kept = place < weeks
    np.add.at(counts, (rows[kept], place[kept]), 1)
    return np.concatenate([np.zeros((len(counts), 1), dtype=np.int64), counts.cumsum(axis=1)], axis=1)


_SUMS = ("risen", "risen_before", "risen_after", "rest", "rest_before", "rest_after")


def _standing(moves: Moves, span: Span, weeks: int) -> tuple[Integers, Flags]:
    """The tier of each member at the beginning of each week, and whether they rose in it by their own doing."""
    tiers = np.zeros((len(moves.members), weeks), dtype=np.int64)
    rose = np.zeros((len(moves.members), weeks), dtype=np.bool_)
    for change, day in zip(moves.changes, moves.days.tolist(), strict=True):
        row, week = change[TierChange.MEMBER], (day - span.first) // 7
        tiers[row, week + 1 :] = change[TierChange.TO]
        if week < weeks and change[TierChange.TO] > change[TierChange.FROM]:
            rose[row, week] = change[TierChange.REASON] == TierReason.ENTERED
    return tiers, rose


def _spread(
    rose: Flags,
) -> Flags:
    """Whether a member rose within eight weeks of each week, either way."""
    near = rose.copy()
    for shift in range(1, WEEKS + 1):
        near[:, shift:] |= rose[:, :-shift]
        near[:, :-shift] |= rose[:, shift:]
    return near
