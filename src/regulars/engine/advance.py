"""The one function everything goes through: live batches, replays, restatements and proofs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from regulars.engine.batch import EventBatch
from regulars.engine.columns import columns_of
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.jit import one_at_a_time
from regulars.engine.kernel.layout import Columns, Count, Groups, Member, Out, Plan, Written
from regulars.engine.kernel.run import run
from regulars.engine.outcome import GoalReached, LotUse, Outcome, Refusal, TierChange, Transaction
from regulars.engine.states import Account, Draw, Header, Integers, Lot, LotStatus, States

_SMALL = 64
_ENOUGH = 1 << 18
"""Transactions after which an answer is handed out, so that arrays need not grow without end."""


def advance(programme: CompiledProgramme, states: States, batch: EventBatch) -> Outcome:
    """Apply a batch to member states; nothing given is changed.

    `states` holds every member of the batch, members ascending; events may come in any order and are applied in
    time order per member. An event earlier than a member's clock is applied where it stands: restating is `restate`'s.
    A refused redemption leaves no trace, as if it had not been in the batch.
    """
    outcome = _advance(programme, states, batch)
    refused = outcome.refusals != Refusal.NONE
    if not refused.any():
        return outcome
    kept, rows = batch.without(refused)
    return placed(_advance(programme, states, kept), rows, outcome.refusals)


def placed(outcome: Outcome, rows: Integers, refusals: Integers) -> Outcome:
    """An outcome of a part of a batch, told in rows of the whole batch; `rows` are the part's events in the whole."""
    places = np.append(rows, -1)
    for matrix, column in (
        (outcome.transactions, Transaction.EVENT),
        (outcome.tier_changes, TierChange.EVENT),
        (outcome.goals, GoalReached.EVENT),
    ):
        matrix[:, column] = places[matrix[:, column]]
    return replace(outcome, refusals=refusals)


def _advance(programme: CompiledProgramme, states: States, batch: EventBatch) -> Outcome:
    """Apply a batch once; a refused redemption has no effect, but what time brought before it has."""
    columns, order = columns_of(programme, states.members, batch)
    current = states._replace(header=states.header.copy(), accounts=states.accounts.copy())
    lots, draws = current.lots.copy(), current.draws.copy()
    lots[:, Lot.STATUS] = LotStatus.LOADED
    draws[:, Draw.STATUS] = LotStatus.LOADED
    current = current._replace(lots=lots, draws=draws)
    member = _working_memory(programme.plan).arrays()
    parts: list[tuple[int, Out]] = []
    refusals = np.zeros(len(batch.events), dtype=np.int64)
    first = 0
    while first < len(current.members):
        events = int(columns.starts[-1] - columns.starts[first])
        room = _room(current, events, refusals)
        first, arrays = _run(Groups(programme.plan, columns, member, room.arrays()), current, first)
        parts.append((first, Out(*arrays)))
    return _outcome(current, parts, order, refusals)


def _run(groups: Groups, states: States, first: int) -> tuple[int, tuple[Integers, ...]]:
    """The kernel; the first process that uses it compiles it, while others wait."""
    if getattr(run, "signatures", True):
        return run(groups, states, first, _ENOUGH)
    with one_at_a_time():
        return run(groups, states, first, _ENOUGH)


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
    room = _room(states, 0, np.zeros(0, dtype=np.int64))
    return Groups(plan, columns, _working_memory(plan).arrays(), room.arrays())


def _working_memory(plan: Plan) -> Member:
    """Arrays for one member; those that hold more for larger members grow."""
    metrics = len(plan.metrics)
    longest = int(np.diff(plan.code_start).max()) if len(plan.code_start) > 1 else 0
    return Member(
        header=np.zeros(len(Header), dtype=np.int64),
        accounts=np.zeros((len(plan.wallets), len(Account)), dtype=np.int64),
        lots=np.zeros((_SMALL, len(Lot)), dtype=np.int64),
        counts=np.zeros(len(Count), dtype=np.int64),
        bucket_keys=np.zeros((metrics, _SMALL), dtype=np.int64),
        bucket_values=np.zeros((metrics, _SMALL), dtype=np.int64),
        bucket_head=np.zeros(metrics, dtype=np.int64),
        bucket_tail=np.zeros(metrics, dtype=np.int64),
        bucket_total=np.zeros(metrics, dtype=np.int64),
        limit_keys=np.zeros(len(plan.limits), dtype=np.int64),
        limit_used=np.zeros(len(plan.limits), dtype=np.int64),
        goal_periods=np.zeros(len(plan.goals), dtype=np.int64),
        goal_times=np.zeros(len(plan.goals), dtype=np.int64),
        goal_lost=np.zeros(len(plan.goals), dtype=np.int64),
        goal_starts=np.zeros(len(plan.goals), dtype=np.int64),
        attributes=np.zeros(len(plan.attributes), dtype=np.int64),
        before=np.zeros(len(plan.goals), dtype=np.int64),
        tallies=np.zeros((_SMALL, 3), dtype=np.int64),
        draws=np.zeros((_SMALL, len(Draw)), dtype=np.int64),
        offers=np.zeros((len(plan.rules), 5), dtype=np.int64),
        stack=np.zeros(longest + 1, dtype=np.int64),
    )


def _room(states: States, events: int, refusals: Integers) -> Out:
    """Room for the answer to a number of events; what turns out to be too small grows."""
    rows = min(2 * events + _SMALL, _ENOUGH)
    members = len(states.members) + 1
    return Out(
        transactions=np.zeros((rows, len(Transaction)), dtype=np.int64),
        uses=np.zeros((_SMALL, len(LotUse)), dtype=np.int64),
        changes=np.zeros((_SMALL, len(TierChange)), dtype=np.int64),
        goals=np.zeros((_SMALL, len(GoalReached)), dtype=np.int64),
        refusals=refusals,
        lots=np.zeros((rows, len(Lot)), dtype=np.int64),
        progress=np.zeros((rows, 3), dtype=np.int64),
        draws=np.zeros((_SMALL, len(Draw)), dtype=np.int64),
        lot_offsets=np.zeros(members, dtype=np.int64),
        progress_offsets=np.zeros(members, dtype=np.int64),
        draw_offsets=np.zeros(members, dtype=np.int64),
        written=np.zeros(len(Written), dtype=np.int64),
    )


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
    return np.concatenate(used) if used else np.empty((0, width), dtype=np.int64)
