"""The one function everything goes through: live batches, replays, restatements and proofs."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from regulars.engine.batch import EventBatch
from regulars.engine.columns import columns_of
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.jit import one_at_a_time
from regulars.engine.kernel.layout import Columns, Groups, Out, Plan, Written
from regulars.engine.kernel.run import run
from regulars.engine.outcome import GoalReached, LotUse, Outcome, Refusal, TierChange, Transaction
from regulars.engine.states import Draw, Integers, Lot, LotStatus, States
from regulars.engine.workspace import ENOUGH, Workspace, room_for, working_memory


def advance(programme: CompiledProgramme, states: States, batch: EventBatch) -> Outcome:
    """Apply a batch to member states; nothing given is changed.

    `states` holds every member of the batch, members ascending; events may come in any order and are applied in
    time order per member. An event earlier than a member's clock is applied where it stands: restating is `restate`'s.
    A refused redemption leaves no trace, as if it had not been in the batch.
    """
    outcome = _once(programme, states, batch)
    refused = outcome.refusals != Refusal.NONE
    if not refused.any():
        return outcome
    kept, rows = batch.without(refused)
    return placed(_once(programme, states, kept), rows, outcome.refusals)


def _once(programme: CompiledProgramme, states: States, batch: EventBatch) -> Outcome:
    return advance_prepared(programme, states, prepare(programme, states.members, batch))


def placed(outcome: Outcome, rows: Integers, refusals: Integers) -> Outcome:
    """An outcome of a part of a batch, told in rows of the whole batch; `rows` are the part's events in the whole."""
    if np.array_equal(rows, np.arange(len(refusals))):
        return replace(outcome, refusals=refusals)
    places = np.append(rows, -1)
    for matrix, column in (
        (outcome.transactions, Transaction.EVENT),
        (outcome.tier_changes, TierChange.EVENT),
        (outcome.goals, GoalReached.EVENT),
    ):
        matrix[:, column] = places[matrix[:, column]]
    return replace(outcome, refusals=refusals)


class Prepared(NamedTuple):
    """A batch as the kernel reads it, and for each event the row it had in the batch.

    It depends on what a programme reads of events, not on its rates and thresholds: programmes of the same
    `reading` may share it.
    """

    columns: Columns
    order: Integers


def prepare(programme: CompiledProgramme, members: Integers, batch: EventBatch) -> Prepared:
    """Everything about a batch that is not for the kernel to decide; all its members are among `members`."""
    return Prepared(*columns_of(programme, members, batch))


def advance_prepared(
    programme: CompiledProgramme, states: States, prepared: Prepared, workspace: Workspace | None = None
) -> Outcome:
    """Apply a prepared batch once; a refused redemption has no effect, but what time brought before it has.

    With a workspace the outcome stands in its memory, and is good until the next that is given the same.
    """
    columns, order = prepared
    current = states._replace(header=states.header.copy(), accounts=states.accounts.copy())
    lots, draws = current.lots.copy(), current.draws.copy()
    lots[:, Lot.STATUS] = LotStatus.LOADED
    draws[:, Draw.STATUS] = LotStatus.LOADED
    current = current._replace(lots=lots, draws=draws)
    member = working_memory(programme.plan).arrays()
    parts: list[tuple[int, Out]] = []
    refusals = np.zeros(len(order), dtype=np.int64)
    first = 0
    enough = ENOUGH if workspace is None else sys.maxsize
    while first < len(current.members):
        events = int(columns.starts[-1] - columns.starts[first])
        room = room_for(current, events, refusals) if workspace is None else workspace.room(current, refusals)
        first, arrays = _run(Groups(programme.plan, columns, member, room.arrays()), current, first, enough)
        parts.append((first, Out(*arrays)))
    if workspace is not None and parts:
        workspace.last = parts[-1][1]
    return _outcome(current, parts, order, refusals)


def _run(groups: Groups, states: States, first: int, enough: int) -> tuple[int, tuple[Integers, ...]]:
    """The kernel; the first process that uses it compiles it, while others wait."""
    if getattr(run, "signatures", True):
        return run(groups, states, first, enough)
    with one_at_a_time():
        return run(groups, states, first, enough)


def reading_room(plan: Plan, states: States) -> Groups:
    """What the kernel needs to read states without events."""
    nothing = np.zeros((0, 0), dtype=np.int64)
    never = np.zeros((0, 0), dtype=np.bool_)
    columns = Columns(
        facts=nothing,
        basis=nothing,
        rule_holds=never,
        multiplier_holds=never,
        metric_value=nothing,
        metric_holds=never,
        masks=nothing,
        parts=nothing,
        net_holds=never,
        net_basis=nothing,
        extras=nothing,
        extra_starts=np.zeros(1, dtype=np.int64),
        starts=np.zeros(len(states.members) + 1, dtype=np.int64),
    )
    room = room_for(states, 0, np.zeros(0, dtype=np.int64))
    return Groups(plan, columns, working_memory(plan).arrays(), room.arrays())


def _outcome(states: States, parts: list[tuple[int, Out]], order: Integers, refusals: Integers) -> Outcome:
    """Join the parts of an answer and speak of events by their row in the batch as it was given."""
    lot_offsets = np.zeros(len(states.members) + 1, dtype=np.int64)
    progress_offsets = np.zeros(len(states.members) + 1, dtype=np.int64)
    draw_offsets = np.zeros(len(states.members) + 1, dtype=np.int64)
    first = transactions = 0
    for end, out in parts:
        lot_offsets[first + 1 : end + 1] = lot_offsets[first] + out.lot_offsets[first + 1 : end + 1]
        progress_offsets[first + 1 : end + 1] = progress_offsets[first] + out.progress_offsets[first + 1 : end + 1]
        draw_offsets[first + 1 : end + 1] = draw_offsets[first] + out.draw_offsets[first + 1 : end + 1]
        out.uses[: out.written[Written.USES], LotUse.TRANSACTION] += transactions
        transactions += int(out.written[Written.TRANSACTIONS])
        first = end
    written = [out for _, out in parts]
    answered = np.empty_like(refusals)
    answered[order] = refusals
    outcome = Outcome(
        states=states._replace(
            lots=_joined(written, Written.LOTS, [out.lots for out in written], len(Lot)),
            lot_offsets=lot_offsets,
            progress=_joined(written, Written.PROGRESS, [out.progress for out in written], 3),
            progress_offsets=progress_offsets,
            draws=_joined(written, Written.DRAWS, [out.draws for out in written], len(Draw)),
            draw_offsets=draw_offsets,
        ),
        transactions=_joined(written, Written.TRANSACTIONS, [out.transactions for out in written], len(Transaction)),
        uses=_joined(written, Written.USES, [out.uses for out in written], len(LotUse)),
        tier_changes=_joined(written, Written.CHANGES, [out.changes for out in written], len(TierChange)),
        goals=_joined(written, Written.GOALS, [out.goals for out in written], len(GoalReached)),
        refusals=refusals,
    )
    return placed(outcome, order, answered)


def _joined(parts: list[Out], kind: Written, arrays: list[Integers], width: int) -> Integers:
    used = [array[: part.written[kind]] for part, array in zip(parts, arrays, strict=True)]
    if len(used) == 1:
        return used[0]
    return np.concatenate(used) if used else np.empty((0, width), dtype=np.int64)
