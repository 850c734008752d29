"""A batch of events as it would have been: baskets that stay away, baskets in addition, other redemptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.responses.policy.chance import numbered, uniform
from regulars.domain.responses.policy.figures import Made
from regulars.domain.responses.policy.lived import Purchases
from regulars.domain.responses.policy.nearness import WEEK_DAYS
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.kernel.layout import Flags
from regulars.engine.states import Integers

_BASKET, _DAY_OF, _ORDER = 2, 3, 4
_DAY = 86_400_000_000
_BEYOND = 10_000_000
"""Numbers in the log of events in addition are beyond those of any event that was."""


@dataclass(frozen=True)
class Source:
    """A batch, its lines by event, with what is needed to change it: worked out once, used in every run.

    starts, last: the instants at which weeks begin, and the last one of the slice. owner: int64[events], the row of the
    purchase whose order an event names, for purchases, refunds and activities; -1. line_starts: int64[events + 1].
    firsts: int64[members + 1], where each member's purchases begin. places: int64[events], the row of each event's
    member. net: int64[events], what purchases came to.
    """

    batch: EventBatch
    members: Integers
    bought: Purchases
    starts: Integers
    last: int
    owner: Integers
    line_starts: Integers
    firsts: Integers
    places: Integers
    net: Integers


class Chance(NamedTuple):
    """What chance depends on."""

    seed: int
    run: int


class Added(NamedTuple):
    """Events in addition: int64[n] rows they are copies of, instants, keys, numbers and orders."""

    rows: Integers
    at: Integers
    key: Integers
    seq: Integers
    order: Integers


class Edited(NamedTuple):
    """A changed batch of the members who changed: bool[members], and by how much sales are more."""

    batch: EventBatch
    changed: Flags
    made: Made


def source_of(batch: EventBatch, members: Integers, bought: Purchases, starts: Integers, last: int) -> Source:
    """Prepare a batch, ticks included, for changes."""
    batch = replace(batch, lines=batch.lines.sort("event_row", maintain_order=True))
    events = batch.events.with_row_index("row")
    sales = events[bought.rows].filter(pl.col("order_key") != 0).unique(["member", "order_key"], keep="first")
    loose = [int(EventKind.REFUND), int(EventKind.ACTIVITY)]
    naming = events.filter(pl.col("order_key") != 0, pl.col("kind").is_in(loose)).select("row", "member", "order_key")
    both = naming.join(sales.select("member", "order_key", sale="row"), on=["member", "order_key"])
    owner = np.full(len(batch.events), -1, dtype=np.int64)
    owner[bought.rows] = bought.rows
    owner[both["row"].to_numpy()] = both["sale"].to_numpy()
    net = np.zeros(len(owner), dtype=np.int64)
    net[bought.rows] = bought.net
    return Source(
        batch=batch,
        members=members,
        bought=bought,
        starts=starts,
        last=last,
        owner=owner,
        line_starts=np.searchsorted(batch.lines["event_row"].to_numpy(), np.arange(len(owner) + 1)).astype(np.int64),
        firsts=np.searchsorted(bought.member, np.arange(len(members) + 1)).astype(np.int64),
        places=np.searchsorted(members, batch.events["member"].to_numpy()).astype(np.int64),
        net=net,
    )


def edited(source: Source, happened: Integers, points: Integers, chance: Chance) -> Edited:
    """The batch with purchases that happen so many times, and these points at each event.

    Only members with a change are in it; the others are as they were.
    """
    changed = np.zeros(len(source.members), dtype=np.bool_)
    changed[source.bought.member[happened != 1]] = True
    changed[source.places[points != source.batch.events["points"].to_numpy()]] = True
    gone = np.zeros(len(source.owner), dtype=np.bool_)
    gone[source.bought.rows[happened == 0]] = True
    owned = source.owner >= 0
    left = changed[source.places]
    left[owned] &= ~gone[source.owner[owned]]
    left &= ~((points == 0) & (source.batch.events["points"].to_numpy() != 0))
    added = _added(source, happened, chance)
    return Edited(_composed(source, left, points, added), changed, _made(source, happened == 0, added))


def _made(source: Source, gone: Flags, added: Added) -> Made:
    """Sales that are more, and, below zero, those that are less."""
    bought = source.bought
    return Made(
        member=np.concatenate([bought.member[gone], source.places[added.rows]]),
        at=np.concatenate([bought.at[gone], added.at]),
        net=np.concatenate([-bought.net[gone], source.net[added.rows]]),
    )


def _added(source: Source, happened: Integers, chance: Chance) -> Added:
    """The baskets in addition: each like one that the member had bought by then, on some day of the same week."""
    bought = source.bought
    host = np.repeat(np.arange(len(happened)), np.maximum(happened - 1, 0))
    if not len(host):
        return Added(*(np.zeros(0, dtype=np.int64) for _ in Added._fields))
    again = _counted(host)
    told = (source.members[bought.member[host]], bought.seq[host], again)
    first = source.firsts[bought.member[host]]
    like = first + (uniform(*chance, _BASKET, *told) * (host - first + 1)).astype(np.int64)
    week = np.searchsorted(source.starts, bought.at[host], side="right") - 1
    day = (bought.at[host] - source.starts[week]) // _DAY
    shift = (uniform(*chance, _DAY_OF, *told) * WEEK_DAYS).astype(np.int64) - day
    at = np.clip(bought.at[host] + shift * _DAY, bought.at[first], source.last)
    return _with_orders(source, Copies(bought.rows[like], at, bought.seq[host], again), chance)


class Copies(NamedTuple):
    """Purchases in addition: rows they are copies of, instants, numbers of the purchases beside which, how many-th."""

    rows: Integers
    at: Integers
    beside: Integers
    again: Integers


def _with_orders(source: Source, copies: Copies, chance: Chance) -> Added:
    """The purchases with the refunds and activities that name their orders, as much later as they were."""
    order = np.argsort(source.owner, kind="stable")
    bounds = np.searchsorted(source.owner[order], np.stack([copies.rows, copies.rows + 1]))
    sizes = bounds[1] - bounds[0]
    basket = np.repeat(np.arange(len(sizes)), sizes)
    nth = _counted(basket) - 1
    rows = order[bounds[0][basket] + nth]
    instants = source.batch.events["occurred_at"].to_numpy()
    at = copies.at[basket] + instants[rows] - instants[copies.rows[basket]]
    members = source.batch.events["member"].to_numpy()[rows]
    told = (members, copies.beside[basket], copies.again[basket])
    order_keys = (numbered(*chance, _ORDER, *told) >> np.uint64(2)).astype(np.int64)
    named = source.batch.events["order_key"].to_numpy()[rows] != 0
    kept = at <= source.last
    return Added(
        rows=rows[kept],
        at=at[kept],
        key=(numbered(*chance, _ORDER, *told, nth + 1) >> np.uint64(2)).astype(np.int64)[kept],
        seq=((copies.again[basket] + 8 * nth) * _BEYOND + copies.beside[basket])[kept],
        order=np.where(named, order_keys, 0)[kept],
    )


def _composed(source: Source, left: Flags, points: Integers, added: Added) -> EventBatch:
    """The events that are left and those in addition, with their lines, and what the former bring."""
    kept = np.flatnonzero(left)
    rows = np.concatenate([kept, added.rows])
    events = source.batch.events[rows]
    was = {name: events[name].to_numpy().copy() for name in ("occurred_at", "key", "seq", "order_key")}
    for name, values in zip(was, (added.at, added.key, added.seq, added.order), strict=True):
        was[name][len(kept) :] = values
    columns = [pl.Series(name, values) for name, values in {**was, "points": points[rows]}.items()]
    counts = source.line_starts[rows + 1] - source.line_starts[rows]
    event_row = np.repeat(np.arange(len(rows)), counts)
    lines = source.batch.lines[source.line_starts[rows][event_row] + _counted(event_row) - 1]
    places = np.full(len(left), -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    extras = source.batch.extras[left[source.batch.extras[:, 0]]]
    extras[:, 0] = places[extras[:, 0]]
    row = pl.Series("event_row", event_row, dtype=pl.UInt32)
    return EventBatch(events.with_columns(columns), lines.with_columns(row), source.batch.earlier, extras)


def _counted(groups: Integers) -> Integers:
    """1, 2, 3 .. within each run of equal numbers."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    new = np.concatenate([[True], groups[1:] != groups[:-1]])
    begins = np.flatnonzero(new)
    return np.arange(len(groups)) - np.repeat(begins, np.diff(np.append(begins, len(groups)))) + 1
