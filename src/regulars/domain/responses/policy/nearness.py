"""How far members are on the way to the next tier, week by week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.tiers.policy.nearness import Paths, shares
from regulars.engine.advance import Prepared, advance_prepared
from regulars.engine.batch import EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Columns, EventColumn
from regulars.engine.progress import metric_values, tier_paths
from regulars.engine.states import Header, Integers, empty_states

WEEK_DAYS = 7
TOP = -1
"""Stands for the way of those who are on the highest tier: there is no next one."""


class Standings(NamedTuple):
    """Where members stand at the beginning of each week.

    starts: int64[weeks] instants. tier: int64[weeks, members]. gone: int64[weeks, members], the per cent of the way to
    the next tier that is gone, TOP on the highest.
    """

    starts: Integers
    tier: Integers
    gone: Integers


def weeks_of(programme: CompiledProgramme, first: int, last: int) -> Integers:
    """The instants at which weeks begin, the first at the local day of the first event."""
    zone = programme.zone
    return zone.midnights[zone.day_of(first) : zone.day_of(last) + 1 : WEEK_DAYS].astype(np.int64)


def standings_of(programme: CompiledProgramme, members: Integers, prepared: Prepared, starts: Integers) -> Standings:
    """Where members stand at the beginning of each week, by the engine's own metrics.

    `prepared`: their events (members ascending), with time passing to the end for each. The events of one week after
    another are applied, and time passes to the beginning of the next.
    """
    states = empty_states(members, len(programme.wallet_ids))
    tier = np.zeros((len(starts), len(members)), dtype=np.int64)
    gone = np.zeros((len(starts), len(members)), dtype=np.int64)
    columns = prepared.columns
    place = np.searchsorted(starts, columns.facts[:, EventColumn.AT], side="right")
    ends, ways = _ends(columns), _ways(programme)
    for week, start in enumerate(starts.tolist()):
        day = programme.zone.day_of(start)
        part = _between(columns, np.flatnonzero(place == week), ends, (start, day))
        states = advance_prepared(programme, states, part).states
        tier[week] = states.header[:, Header.TIER]
        gone[week] = _gone(programme, ways, tier[week], metric_values(programme, states, day))
    return Standings(starts, tier, gone)


def _ways(programme: CompiledProgramme) -> list[Paths]:
    """The ways to each tier but the first."""
    nothing = np.zeros(len(programme.metric_ids), dtype=np.int64)
    return [tier_paths(programme, tier, nothing) for tier in range(1, len(programme.tier_ids))]


def _gone(programme: CompiledProgramme, ways: list[Paths], tiers: Integers, values: Integers) -> Integers:
    """The per cent of the way to each member's next tier."""
    metrics = {metric: index for index, metric in enumerate(programme.metric_ids)}
    gone = np.full(len(tiers), TOP, dtype=np.int64)
    for tier, paths in enumerate(ways):
        own = tiers == tier
        gone[own] = shares(paths, metrics, values[own])
    return gone


def _ends(columns: Columns) -> Integers:
    """For each member the row at which time passes to the end: the last one that only passes time."""
    ticks = np.flatnonzero(
        (columns.facts[:, EventColumn.KIND] == EventKind.TICK) & (columns.facts[:, EventColumn.SEQ] == 0)
    )
    owners = np.searchsorted(columns.starts, ticks, side="right") - 1
    ends = np.zeros(len(columns.starts) - 1, dtype=np.int64)
    ends[owners] = ticks
    return ends


def _between(columns: Columns, rows: Integers, ends: Integers, until: tuple[int, int]) -> Prepared:
    """Some events, and time passing to an instant and its day for each member.

    All arrays keep the layout that the kernel was compiled for.
    """
    owners = np.searchsorted(columns.starts, np.concatenate([rows, ends]), side="right") - 1
    order = np.argsort(owners, kind="stable")
    chosen = np.concatenate([rows, ends])[order]
    facts = columns.facts[chosen]
    passing = order >= len(rows)
    facts[passing, EventColumn.AT] = until[0]
    facts[passing, EventColumn.DAY] = facts[passing, EventColumn.SALE_DAY] = until[1]
    places = np.full(len(columns.facts), -1, dtype=np.int64)
    places[rows] = np.flatnonzero(~passing)
    extras = columns.extras[places[columns.extras[:, 0]] >= 0]
    extras[:, 0] = places[extras[:, 0]]
    taken = columns._replace(
        facts=facts,
        basis=np.take(columns.basis, chosen, axis=1),
        rule_holds=np.take(columns.rule_holds, chosen, axis=1),
        multiplier_holds=np.take(columns.multiplier_holds, chosen, axis=1),
        metric_value=np.take(columns.metric_value, chosen, axis=1),
        metric_holds=np.take(columns.metric_holds, chosen, axis=1),
        masks=np.take(columns.masks, chosen, axis=1),
        extras=extras,
        extra_starts=np.searchsorted(extras[:, 0], np.arange(len(chosen) + 1)).astype(np.int64),
        starts=np.searchsorted(owners[order], np.arange(len(ends) + 1)).astype(np.int64),
    )
    return Prepared(taken, np.arange(len(chosen)))
