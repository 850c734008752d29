"""What members use of a programme: rules, multipliers and goals, how often and by how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.batch import EARNING
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Columns, EventColumn, Flags
from regulars.engine.outcome import GoalReached, Outcome
from regulars.engine.states import Integers
from regulars.engine.time import day_number

_EARNING = [int(kind) for kind in EARNING]


@dataclass(frozen=True)
class Used:
    """Counts by index of the programme's own parts.

    rules: rule, matched (events that meet what it says of events and lines), asked (those while it was in force), gave
    (times it gave points), members, points, uncapped, capped (times limits or budgets cut it). multipliers: multiplier,
    times, members. goals: goal, times, members. benefits: benefit, times, members; without uses in the history, none.
    """

    rules: pl.DataFrame
    multipliers: pl.DataFrame
    goals: pl.DataFrame
    benefits: pl.DataFrame


class Met(NamedTuple):
    """How often each rule was met in the whole history, and while it was in force: int64[rules] each."""

    matched: Integers
    asked: Integers


def used_in(
    programme: CompiledProgramme, rules: Met, earned: pl.DataFrame, outcome: Outcome, uses: pl.DataFrame
) -> Used:
    """What the members of a chunk used."""
    return Used(
        _rules(programme, rules, earned),
        _multipliers(programme, earned),
        _goals(programme, outcome),
        _benefits(programme, uses),
    )


def met(programme: CompiledProgramme, columns: Columns) -> Integers:
    """By rule of the programme: events that meet, on its days, what it says of events and lines."""
    earning = np.isin(columns.facts[:, EventColumn.KIND], _EARNING)
    dated = _dated(programme, columns.facts[:, EventColumn.DAY])
    holds: Flags = columns.rule_holds[: len(programme.document.rules)] & earning & dated
    counts: Integers = holds.sum(axis=1).astype(np.int64)
    return counts


def used_together(parts: Sequence[Used]) -> Used:
    """The counts of groups of different members as one."""
    frames = ([getattr(part, name) for part in parts] for name in ("rules", "multipliers", "goals", "benefits"))
    return Used(*(_summed(pl.concat(frame)) for frame in frames))


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by(frame.columns[0]).agg(pl.all().sum()).sort(frame.columns[0])


def _rules(programme: CompiledProgramme, rules: Met, earned: pl.DataFrame) -> pl.DataFrame:
    count = len(programme.document.rules)
    counted = (
        earned.filter(pl.col("rule").is_between(0, count - 1))
        .group_by("rule")
        .agg(
            gave=pl.len().cast(pl.Int64),
            members=pl.col("member").n_unique().cast(pl.Int64),
            points=pl.col("points").sum(),
            uncapped=pl.max_horizontal("points", "uncapped").sum(),
            capped=(pl.col("uncapped") > pl.col("points")).sum().cast(pl.Int64),
        )
    )
    matched = pl.DataFrame(
        {"rule": np.arange(count), "matched": rules.matched, "asked": rules.asked},
        schema=dict.fromkeys(("rule", "matched", "asked"), pl.Int64),
    )
    return matched.join(counted, on="rule", how="left", maintain_order="left").fill_null(0)


def _dated(programme: CompiledProgramme, days: Integers) -> Flags:
    """Whether each rule is in force on the day of each event."""
    found = np.ones((len(programme.document.rules), len(days)), dtype=np.bool_)
    for row, rule in enumerate(programme.document.rules):
        if rule.starts_on is not None:
            found[row] &= days >= day_number(rule.starts_on)
        if rule.ends_on is not None:
            found[row] &= days < day_number(rule.ends_on)
    return found


def _multipliers(programme: CompiledProgramme, earned: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for index in range(len(programme.document.multipliers)):
        own = earned.filter((pl.col("multipliers") // (1 << index)) % 2 == 1)
        rows.append((index, own.height, own["member"].n_unique()))
    return pl.DataFrame(rows, schema=dict.fromkeys(("multiplier", "times", "members"), pl.Int64), orient="row")


def _goals(programme: CompiledProgramme, outcome: Outcome) -> pl.DataFrame:
    reached = pl.DataFrame(
        {"goal": outcome.goals[:, GoalReached.GOAL], "member": outcome.goals[:, GoalReached.MEMBER]},
        schema={"goal": pl.Int64, "member": pl.Int64},
    )
    counted = reached.group_by("goal").agg(
        times=pl.len().cast(pl.Int64), members=pl.col("member").n_unique().cast(pl.Int64)
    )
    every = pl.DataFrame({"goal": np.arange(len(programme.document.goals))}, schema={"goal": pl.Int64})
    return every.join(counted, on="goal", how="left", maintain_order="left").fill_null(0)


def _benefits(programme: CompiledProgramme, uses: pl.DataFrame) -> pl.DataFrame:
    places = {benefit.id: place for place, benefit in enumerate(programme.document.benefits)}
    told = uses.filter(pl.col("benefit").is_in(list(places)))
    counted = told.group_by("benefit").agg(
        times=pl.len().cast(pl.Int64), members=pl.col("member").n_unique().cast(pl.Int64)
    )
    place = pl.col("benefit").replace_strict(places, return_dtype=pl.Int64, default=None)
    return counted.select(benefit=place, times="times", members="members")
