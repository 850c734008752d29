"""One part of a history through programmes: members whose events were read together.

A part knows nothing of other members, so parts can be replayed side by side, in threads or on other machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.benefits.policy.judging import as_disallowed, costs_of, refused_uses, uses_in
from regulars.domain.history.policy.frames import Frames
from regulars.domain.replay.policy.allowing import Asked, asked_in, disallowed_in
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted, with_ticks
from regulars.domain.replay.policy.budgets import caps_of, gains_of
from regulars.domain.replay.policy.measuring import Chunked, Tally, tally_of
from regulars.domain.replay.types import Candidate, Cut
from regulars.engine.advance import Prepared, advance_prepared, prepare
from regulars.engine.batch import EventBatch
from regulars.engine.columns import with_extras
from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import Integers, empty_states
from regulars.engine.workspace import Workspace


class Part(NamedTuple):
    """Events of some members, with time passing to `end` for each.

    sales: those of members who were merged into them. members: int64[m], ascending; first_at, spent: int64[m], the
    instant of each one's first event, and what they bought for, less refunds, in minor units. uses: of benefits.
    """

    frames: Frames
    sales: Frames | None
    members: Integers
    first_at: Integers
    spent: Integers
    end: int
    uses: pl.DataFrame


class Reading(NamedTuple):
    """A part as programmes of the same `reading` read it. events: how many they can read."""

    batch: EventBatch
    prepared: Prepared
    asked: Asked
    unfit: pl.DataFrame
    events: int


class Told(NamedTuple):
    """What came of a part under one programme: figures, facts not allowed, what rules under a budget gave, what uses
    of benefits came to.

    spent: what each member of `tally.members` bought for. versions: those that they went through, by id.
    """

    tally: Tally
    disallowed: pl.DataFrame
    gains: pl.DataFrame
    benefits: pl.DataFrame
    spent: Integers
    events: int
    versions: frozenset[int] = frozenset()


def part_of(frames: Frames, sales: Frames | None, end: int) -> Part:
    """A part from rows of a history."""
    sign = pl.when(pl.col("kind") == "purchase").then(1).when(pl.col("kind") == "refund").then(-1).otherwise(0)
    known = (
        frames.events.group_by("member")
        .agg(first_at=pl.col("occurred_at").min(), spent=(pl.col("amount") * sign).sum())
        .sort("member")
    )
    members, first_at, spent = (known[name].to_numpy().astype(np.int64) for name in known.columns)
    uses = uses_in(frames.events)
    return Part(with_ticks(frames, members, end), sales, members, first_at, spent, end, uses)


def read_part(programme: CompiledProgramme, part: Part, facts: Facts) -> Reading:
    """A part as a programme reads it."""
    fit = fitted(programme, part.frames)
    batch = batch_of(programme, fit.frames, facts, part.sales)
    prepared = prepare(programme, part.members, batch)
    return Reading(batch, prepared, asked_in(batch), fit.unfit, fit.frames.events.height - len(part.members))


def replay_part(
    candidate: Candidate, part: Part, reading: Reading, cuts: Sequence[Cut], workspace: Workspace | None = None
) -> Told:
    """A part through one programme, from empty states, with what the cuts of budgets let each event have."""
    programme = candidate.programme
    prepared = capped(programme, reading.batch, reading.prepared, cuts)
    empty = empty_states(part.members, len(programme.wallet_ids))
    outcome = advance_prepared(programme, empty, prepared, workspace)
    chunk = Chunked(programme, outcome, part.first_at, programme.zone.day_of(part.end), candidate.paths)
    refused = refused_uses(programme, part.uses.clear() if candidate.as_logged else part.uses, outcome)
    return Told(
        tally_of(chunk),
        pl.concat([reading.unfit, disallowed_in(programme, reading.asked, outcome), as_disallowed(refused)]),
        gains_of(programme, reading.batch, outcome),
        costs_of(part.uses, refused),
        part.spent,
        reading.events,
    )


def capped(programme: CompiledProgramme, batch: EventBatch, prepared: Prepared, cuts: Sequence[Cut]) -> Prepared:
    """A prepared batch with what the cuts of budgets let each of its events have."""
    if not cuts:
        return prepared
    extras = np.concatenate([batch.extras, *caps_of(programme, batch, cuts)])
    return prepared._replace(columns=with_extras(*prepared, extras))
