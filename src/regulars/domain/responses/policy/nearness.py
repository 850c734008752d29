"""How far members are on the way to the next tier, week by week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.replay.policy.batches import with_ticks
from regulars.domain.tiers.policy.nearness import shares
from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
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
    days = range(zone.day_of(first), zone.day_of(last) + 1, WEEK_DAYS)
    return zone.midnights[list(days)].astype(np.int64)


def standings_of(programme: CompiledProgramme, batch: EventBatch, members: Integers, starts: Integers) -> Standings:
    """Where these members (ascending) stand at the beginning of each week, by the engine's own metrics."""
    states = empty_states(members, len(programme.wallet_ids))
    tier = np.zeros((len(starts), len(members)), dtype=np.int64)
    gone = np.zeros((len(starts), len(members)), dtype=np.int64)
    place = np.searchsorted(starts, batch.events["occurred_at"].to_numpy(), side="right")
    for week, start in enumerate(starts.tolist()):
        part = with_ticks(_between(batch, place == week), members, start)
        states = advance(programme, states, part).states
        tier[week] = states.header[:, Header.TIER]
        values = metric_values(programme, states, programme.zone.day_of(start))
        gone[week] = _gone(programme, tier[week], values)
    return Standings(starts, tier, gone)


def _gone(programme: CompiledProgramme, tiers: Integers, values: Integers) -> Integers:
    """The per cent of the way to each member's next tier."""
    metrics = {metric: index for index, metric in enumerate(programme.metric_ids)}
    nothing = np.zeros(len(metrics), dtype=np.int64)
    gone = np.full(len(tiers), TOP, dtype=np.int64)
    for tier in range(1, len(programme.tier_ids)):
        own = tiers == tier - 1
        gone[own] = shares(tier_paths(programme, tier, nothing), metrics, values[own])
    return gone


def _between(batch: EventBatch, chosen: np.ndarray) -> EventBatch:
    """The chosen events as a batch; sales and refunds of orders that these refund are told as earlier ones."""
    part, _ = batch.without(~chosen)
    refunded = part.events.filter(pl.col("kind") == int(EventKind.REFUND), pl.col("order_key") != 0)
    if refunded.is_empty():
        return part
    orders = refunded.select("member", "order_key").unique()
    before = batch.events.with_row_index("row").join(orders, on=["member", "order_key"], how="semi")
    told = before.filter(
        pl.col("kind").is_in([int(EventKind.PURCHASE), int(EventKind.REFUND)]), ~pl.Series(chosen)[before["row"]]
    )
    mask = np.ones(len(batch.events), dtype=np.bool_)
    mask[told["row"].to_numpy()] = False
    earlier, _ = batch.without(mask)
    return EventBatch(part.events, part.lines, _with(batch.earlier, earlier), part.extras)


def _with(one: EventBatch | None, other: EventBatch) -> EventBatch:
    """Two batches of sales as one."""
    if one is None:
        return other
    moved = other.lines.with_columns(pl.col("event_row") + len(one.events))
    return EventBatch(pl.concat([one.events, other.events]), pl.concat([one.lines, moved]))
