"""A part of a history through the versions that were in force: what really happened.

Members whose histories go through the same versions are advanced together, by the function that live batches,
restatements and proofs go through. What came of them under each version is then told in the numbers of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.benefits.policy.judging import costs_of
from regulars.domain.history.policy.frames import Frames
from regulars.domain.programmes.policy import ways_between
from regulars.domain.programmes.types import Leg
from regulars.domain.replay.policy.allowing import disallowed_in
from regulars.domain.replay.policy.batches import Facts, batch_of, valid, with_ticks
from regulars.domain.replay.policy.budgets import gains_of
from regulars.domain.replay.policy.measuring import Chunked, near_of, tally_of
from regulars.domain.replay.policy.parts import Part, Reading, Told, read_part
from regulars.domain.replay.types import Course
from regulars.engine.advance import advance_prepared
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme
from regulars.engine.joining import together
from regulars.engine.outcome import GoalReached, LotUse, Outcome, TierChange, Transaction
from regulars.engine.phases import Stage, through
from regulars.engine.states import Header, Integers, States
from regulars.engine.succession import goal_map, rules_under, succeed, tier_map, told_under, wallet_map

LOGGED = Facts(caps=True)


class Stretch(NamedTuple):
    """Some members under one version: how it read what they did, and what came of it, in its numbers."""

    programme: CompiledProgramme
    reading: Reading
    outcome: Outcome


class Route(NamedTuple):
    """Members who went through the same versions: their rows in the part, int64[n], ascending; a stretch a leg.

    told: all that they did.
    """

    rows: Integers
    legs: tuple[Leg, ...]
    stretches: list[Stretch]
    told: Frames

    @property
    def last(self) -> Stretch:
        """Under the version that was in force for them at the end."""
        return self.stretches[-1]


def routes_in(course: Course, part: Part) -> list[Route]:
    """All members of a part through the versions that were in force for them."""
    ways = ways_between(course.schedule, part.members.tolist(), part.first_at.tolist(), part.end, course.known_at)
    frames = part.frames._replace(events=valid(part.frames.events))
    return [
        _route(course, part._replace(frames=frames), way, np.array(places, dtype=np.int64))
        for way, places in ways.items()
    ]


def _route(course: Course, part: Part, way: tuple[Leg, ...], rows: Integers) -> Route:
    members = part.members[rows]
    own = part.frames if len(rows) == len(part.members) else _of(part.frames, members)
    ends = [*(leg.starts_at for leg in way[1:]), None]
    told, left = own.clear(), own
    stages, readings = [], []
    for leg, end in zip(way, ends, strict=True):
        programme = course.versions[leg.version_id].compiled
        frames, left = (left, left.clear()) if end is None else (_before(left, end), _since(left, end))
        sales = _sales(part.sales, told, frames)
        timed = frames if end is None else with_ticks(frames, members, end - 1)
        readings.append(read_part(programme, part._replace(frames=timed, sales=sales, members=members), LOGGED))
        told = Frames(pl.concat([told.events, frames.events]), pl.concat([told.lines, frames.lines]))
        step = partial(advance_prepared, programme, prepared=readings[-1].prepared)
        stages.append(Stage(programme, step, partial(_history, told), end))
    outcomes = through(stages, members)
    stretches = [Stretch(*one) for one in zip((one.programme for one in stages), readings, outcomes, strict=True)]
    return Route(rows, way, stretches, told)


def _of(frames: Frames, members: Integers) -> Frames:
    own = pl.col("member").is_in(pl.Series(members).implode())
    return Frames(frames.events.filter(own), frames.lines.filter(own))


def _before(frames: Frames, instant: int) -> Frames:
    earlier = pl.col("occurred_at") < instant
    return Frames(frames.events.filter(earlier), frames.lines.filter(earlier))


def _since(frames: Frames, instant: int) -> Frames:
    later = pl.col("occurred_at") >= instant
    return Frames(frames.events.filter(later), frames.lines.filter(later))


def _history(told: Frames, programme: CompiledProgramme) -> EventBatch:
    return batch_of(programme, told, LOGGED)


def _sales(merged: Frames | None, told: Frames, frames: Frames) -> Frames | None:
    """Sales that refunds refer to and that are not beside them: of merged members, and from under earlier versions.

    With a sale come its earlier refunds.
    """
    refunds = frames.events.filter(pl.col("kind") == "refund", pl.col("order_key") != 0)
    named = refunds.select("member", "order_key").unique()
    sold = told.events.filter(pl.col("kind").is_in(["purchase", "refund"])).join(
        named, on=["member", "order_key"], how="semi", maintain_order="left"
    )
    if sold.is_empty():
        return merged
    lines = told.lines.join(sold.select("member", "seq"), on=["member", "seq"], how="semi", maintain_order="left")
    if merged is None:
        return Frames(sold, lines)
    events = sold.with_columns(told_seq=pl.col("seq"))
    return Frames(
        pl.concat([events, merged.events.select(events.columns)]),
        pl.concat([lines, merged.lines.select(lines.columns)]),
    )


def settled(course: Course, part: Part, routes: Sequence[Route]) -> States:
    """The last states of all members, those on pilot as the version in force for everybody would take them over."""
    programme = course.versions[course.last].compiled
    found = []
    for route in routes:
        states = route.last.outcome.states
        if route.legs[-1].version_id != course.last:
            history = partial(_history, route.told)
            states = succeed(route.last.programme, programme, states, part.end + 1, history)
        found.append(states)
    return together(found)


def told_of(course: Course, part: Part) -> Told:
    """What came of a part as it was: figures in the numbers of `course.shown`."""
    routes = routes_in(course, part)
    ended = [told_under(one.last.programme, course.shown, one.last.outcome.states) for one in routes]
    outcome = as_one(course.shown, routes, together(ended))
    last_day = course.shown.zone.day_of(part.end)
    chunk = Chunked(course.shown, outcome, part.first_at, last_day, (), first_tiers(course.shown, part, routes))
    stretches = [stretch for route in routes for stretch in route.stretches]
    return Told(
        tally_of(chunk)._replace(near=_near(course, routes, last_day)),
        pl.concat([frame for one in stretches for frame in _unfit(one)]),
        pl.concat([_gains(course.shown, one) for one in stretches]),
        costs_of(part.uses),
        part.spent,
        sum(one.reading.events for one in stretches),
        frozenset(leg.version_id for route in routes for leg in route.legs),
    )


def as_one(programme: CompiledProgramme, routes: Sequence[Route], states: States) -> Outcome:
    """What came of all members, in the numbers of a programme, with their last states told in these, too.

    Events are not told: rows of different stretches would be the same. A tier that a version took away is left when it
    begins; one that `programme` does not have is told as the next lower one.
    """
    told = [_told(programme, stretch, route.rows) for route in routes for stretch in route.stretches]
    left = [rows for route in routes for rows in _left_tiers(programme, route)]
    changes = np.concatenate([rows for one, gone in zip(told, left, strict=True) for rows in (one.tier_changes, gone)])
    in_time = np.lexsort((changes[:, TierChange.OCCURRED_AT], changes[:, TierChange.MEMBER]))
    return Outcome(
        states=states,
        transactions=np.concatenate([one.transactions for one in told]),
        uses=np.zeros((0, len(LotUse)), dtype=np.int64),
        tier_changes=changes[in_time],
        goals=np.concatenate([one.goals for one in told]),
        refusals=np.zeros(0, dtype=np.int64),
    )


class _Moved(NamedTuple):
    transactions: Integers
    tier_changes: Integers
    goals: Integers


def _told(programme: CompiledProgramme, stretch: Stretch, rows: Integers) -> _Moved:
    """What a stretch brought, in the numbers of another programme; `rows` are its members' in the part."""
    before, outcome = stretch.programme, stretch.outcome
    tiers = tier_map(before, programme)
    transactions, changes, goals = (
        matrix.copy() for matrix in (outcome.transactions, outcome.tier_changes, outcome.goals)
    )
    for matrix in (transactions, changes, goals):
        matrix[:, Transaction.MEMBER] = rows[matrix[:, Transaction.MEMBER]]
        matrix[:, Transaction.EVENT] = -1
    transactions[:, Transaction.WALLET] = wallet_map(before, programme)[transactions[:, Transaction.WALLET]]
    transactions[:, Transaction.RULE] = rules_under(before, programme, transactions[:, Transaction.RULE])
    transactions[:, Transaction.TIER] = tiers[transactions[:, Transaction.TIER]]
    transactions[:, Transaction.MULTIPLIERS] = _multipliers(before, programme, transactions[:, Transaction.MULTIPLIERS])
    for column in (TierChange.FROM, TierChange.TO):
        changes[:, column] = tiers[changes[:, column]]
    goals[:, GoalReached.GOAL] = goal_map(before, programme)[goals[:, GoalReached.GOAL]]
    return _Moved(transactions, changes, goals)


def _multipliers(before: CompiledProgramme, after: CompiledProgramme, bits: Integers) -> Integers:
    """Sets of multipliers in the numbers of another programme, less those that it does not have."""
    places = {one.id: place for place, one in enumerate(after.document.multipliers)}
    told = np.zeros_like(bits)
    for place, one in enumerate(before.document.multipliers):
        if one.id in places:
            told |= (bits >> place & 1) << places[one.id]
    return told


def _left_tiers(programme: CompiledProgramme, route: Route) -> list[Integers]:
    """For each stretch the changes of tier by the version after it, when that took tiers away."""
    found = []
    for (one, following), leg in zip(pairwise(route.stretches), route.legs[1:], strict=True):
        stood = one.outcome.states.header[:, Header.TIER]
        before = tier_map(one.programme, programme)[stood]
        after = tier_map(following.programme, programme)[tier_map(one.programme, following.programme)[stood]]
        moved = np.flatnonzero(before != after)
        rows = np.zeros((len(moved), len(TierChange)), dtype=np.int64)
        rows[:, TierChange.MEMBER], rows[:, TierChange.EVENT] = route.rows[moved], -1
        rows[:, TierChange.OCCURRED_AT] = leg.starts_at
        rows[:, TierChange.FROM], rows[:, TierChange.TO] = before[moved], after[moved]
        found.append(rows)
    return [*found, np.zeros((0, len(TierChange)), dtype=np.int64)]


def first_tiers(programme: CompiledProgramme, part: Part, routes: Sequence[Route]) -> Integers:
    """The tier on which each member began, int64[m]."""
    found = np.zeros(len(part.members), dtype=np.int64)
    for route in routes:
        found[route.rows] = tier_map(route.stretches[0].programme, programme)[0]
    return found


def _near(course: Course, routes: Sequence[Route], last_day: int) -> pl.DataFrame:
    """By tier: members near it by the terms of the version in force for them."""
    frames = []
    for route in routes:
        programme = route.last.programme
        near = near_of(programme, route.last.outcome.states, last_day, course.paths[route.legs[-1].version_id])
        numbers = dict(enumerate(tier_map(programme, course.shown).tolist()))
        frames.append(near.with_columns(pl.col("tier").replace_strict(numbers, return_dtype=pl.Int64)))
    return pl.concat(frames).group_by("tier").agg(pl.col("members").sum()).sort("tier")


def _unfit(stretch: Stretch) -> tuple[pl.DataFrame, pl.DataFrame]:
    return stretch.reading.unfit, disallowed_in(stretch.programme, stretch.reading.asked, stretch.outcome)


def _gains(programme: CompiledProgramme, stretch: Stretch) -> pl.DataFrame:
    """What rules under a budget of their version gave."""
    gains = gains_of(stretch.programme, stretch.reading.batch, stretch.outcome)
    rules = rules_under(stretch.programme, programme, gains["rule"].to_numpy())
    return gains.with_columns(pl.Series("rule", rules))
