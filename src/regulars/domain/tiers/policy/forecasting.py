"""From states of members to forecasts: what becomes of each, what is missing, and what other terms would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from regulars.domain.tiers.policy.foreseeing import Move, foresee, rows_of, with_other_grace, with_other_landing
from regulars.domain.tiers.policy.nearness import Paths, filled, shares
from regulars.domain.tiers.types import Forecast, Outlook, WhatIf
from regulars.engine.compile import CompiledProgramme
from regulars.engine.progress import keep_paths, metric_values, tier_paths
from regulars.engine.states import Header, Integers, States
from regulars.engine.time import date_of, day_number


@dataclass(frozen=True)
class Oracle:
    """A programme made ready for forecasts: the ways to enter and to keep each tier, and the programme otherwise."""

    programme: CompiledProgramme
    enter: tuple[Paths, ...]
    keep: tuple[Paths, ...]
    metrics: Mapping[str, int]
    other_grace: CompiledProgramme | None = None
    other_landing: CompiledProgramme | None = None


def oracle_of(programme: CompiledProgramme, *, what_if: bool = False) -> Oracle:
    """Read the ladder once; with `what_if` also compile it with other terms."""
    nothing = np.zeros(len(programme.metric_ids), dtype=np.int64)
    tiers = range(len(programme.tier_ids))
    return Oracle(
        programme=programme,
        enter=tuple(tier_paths(programme, tier, nothing) for tier in tiers),
        keep=tuple(keep_paths(programme, tier, nothing) if tier else () for tier in tiers),
        metrics={metric: index for index, metric in enumerate(programme.metric_ids)},
        other_grace=with_other_grace(programme) if what_if else None,
        other_landing=with_other_landing(programme) if what_if else None,
    )


def forecasts(oracle: Oracle, states: States, today: int) -> list[Forecast]:
    """One forecast for each member, in the order of the states, which are brought up to `today`, a local day."""
    moves = foresee(oracle.programme, states)
    values = metric_values(oracle.programme, states, today)
    near = _nearness(oracle, states.header, values)
    told = [_forecast(oracle, states, row, move, (values[row], int(near[row]))) for row, move in enumerate(moves)]
    return _with_keeping(oracle, states, moves, told)


def what_if(oracle: Oracle, states: States, told: list[Forecast]) -> WhatIf:
    """What other terms would change of the falls among the forecasts of these states."""
    rows = [row for row, one in enumerate(told) if one.outlook is Outlook.FALL]
    if not rows or oracle.other_grace is None or oracle.other_landing is None:
        return WhatIf()
    falling = rows_of(states, rows)
    tiers = oracle.programme.tier_ids
    graced = foresee(oracle.other_grace, falling)
    landed = foresee(oracle.other_landing, falling)
    return WhatIf(
        grace_moves=sum(_day(told[row]) != move.day for row, move in zip(rows, graced, strict=True)),
        landing_moves=sum(told[row].tier_then != tiers[move.tier] for row, move in zip(rows, landed, strict=True)),
    )


def _day(told: Forecast) -> int:
    return 0 if told.changes_on is None else day_number(told.changes_on)


def _nearness(oracle: Oracle, header: Integers, values: Integers) -> Integers:
    """How far each member is towards the next tier; 0 on the highest."""
    near = np.zeros(len(values), dtype=np.int64)
    for tier in range(len(oracle.programme.tier_ids) - 1):
        rows = np.flatnonzero(header[:, Header.TIER] == tier)
        near[rows] = shares(oracle.enter[tier + 1], oracle.metrics, values[rows])
    return near


def _forecast(oracle: Oracle, states: States, row: int, move: Move, seen: tuple[Integers, int]) -> Forecast:
    tiers = oracle.programme.tier_ids
    tier = int(states.header[row, Header.TIER])
    values, near = seen
    above = tier + 1 if tier + 1 < len(tiers) else None
    outlook = Outlook.FALL if move.tier < tier else Outlook.RISE if move.tier > tier else Outlook.STAY
    return Forecast(
        member_id=int(states.members[row]),
        tier=tiers[tier],
        tier_then=tiers[move.tier],
        outlook=outlook,
        changes_on=date_of(move.day) if move.day and outlook is not Outlook.STAY else None,
        reason=move.reason if outlook is not Outlook.STAY else None,
        grace_until=date_of(move.grace_day) if move.grace_day else None,
        next_tier=None if above is None else tiers[above],
        near_percent=near,
        rising=() if above is None else filled(oracle.enter[above], oracle.metrics, values),
    )


def _with_keeping(oracle: Oracle, states: States, moves: list[Move], told: list[Forecast]) -> list[Forecast]:
    """The forecasts of falls with what is missing to keep the tier, as the day before the fall sees it."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for row, one in enumerate(told):
        if one.outlook is Outlook.FALL:
            by_day[moves[row].day].append(row)
    answer = list(told)
    for day, rows in by_day.items():
        values = metric_values(oracle.programme, rows_of(states, rows), day - 1)
        for row, seen in zip(rows, values, strict=True):
            paths = oracle.keep[int(states.header[row, Header.TIER])]
            answer[row] = replace(told[row], keeping=filled(paths, oracle.metrics, seen))
    return answer
