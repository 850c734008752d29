"""The memory that the kernel works in: arrays for one member at a time, and room for the answer."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from regulars.engine.kernel.layout import Count, Member, Out, Plan, Written
from regulars.engine.outcome import GoalReached, LotUse, TierChange, Transaction
from regulars.engine.states import Account, Draw, Header, Integers, Lot, States

_SMALL = 64
ENOUGH = 1 << 18
"""Transactions after which an answer is handed out, so that arrays need not grow without end."""


@dataclass
class Workspace:
    """Room for answers that is used again and again: fresh memory costs as much time as the work done in it.

    An outcome is good until the workspace is used for the next one. For one thread at a time.
    """

    last: Out | None = None

    def room(self, states: States, refusals: Integers) -> Out:
        """Room for the answer to as many events as may be refused, at least as large as the last one was."""
        room = room_for(states, len(refusals), refusals)
        for name in _GROWING if self.last is not None else ():
            if len(getattr(self.last, name)) >= len(getattr(room, name)):
                setattr(room, name, getattr(self.last, name))
        return room


_own = threading.local()


def workspace_of_thread() -> Workspace:
    """The workspace of the thread that asks."""
    known: Workspace | None = getattr(_own, "workspace", None)
    if known is None:
        known = _own.workspace = Workspace()
    return known


_GROWING = ("transactions", "uses", "changes", "goals", "lots", "progress", "draws")


def working_memory(plan: Plan) -> Member:
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
        forgotten=np.zeros(metrics, dtype=np.int64),
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
        multiplying=np.zeros(len(plan.multipliers), dtype=np.bool_),
        stack=np.zeros(longest + 1, dtype=np.int64),
    )


def room_for(states: States, events: int, refusals: Integers) -> Out:
    """Room for the answer to a number of events; what turns out to be too small grows."""
    rows = min(2 * events + _SMALL, ENOUGH)
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
