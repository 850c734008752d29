"""Arrays that grow: a full one is replaced by one of at least twice the size.

A row of an array that has grown since is gone: rows are to be looked up again after anything that may add to their
array. What is left behind is filled with nonsense first, so that whoever forgets it is found by any test.
"""

from __future__ import annotations

import numpy as np

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Count, Member, Out, Written
from regulars.engine.states import Integers

GONE = -(2**61)


@compiled
def longer(array: Integers) -> Integers:
    """A copy with room for more rows."""
    larger = np.zeros((2 * len(array) + 16, array.shape[1]), dtype=np.int64)
    larger[: len(array)] = array
    array[:] = GONE
    return larger


@compiled
def wider(array: Integers) -> Integers:
    """A copy with room for more columns."""
    larger = np.zeros((array.shape[0], 2 * array.shape[1] + 16), dtype=np.int64)
    larger[:, : array.shape[1]] = array
    array[:] = GONE
    return larger


@compiled
def next_transaction(out: Out) -> int:
    """The row of a new transaction."""
    row = out.written[Written.TRANSACTIONS]
    if row == len(out.transactions):
        out.transactions = longer(out.transactions)
    out.written[Written.TRANSACTIONS] = row + 1
    return row


@compiled
def next_use(out: Out) -> int:
    """The row of a new use of a lot."""
    row = out.written[Written.USES]
    if row == len(out.uses):
        out.uses = longer(out.uses)
    out.written[Written.USES] = row + 1
    out.uses[row] = 0
    return row


@compiled
def next_change(out: Out) -> int:
    """The row of a new change of tier."""
    row = out.written[Written.CHANGES]
    if row == len(out.changes):
        out.changes = longer(out.changes)
    out.written[Written.CHANGES] = row + 1
    out.changes[row] = 0
    return row


@compiled
def next_goal(out: Out) -> int:
    """The row of a goal reached."""
    row = out.written[Written.GOALS]
    if row == len(out.goals):
        out.goals = longer(out.goals)
    out.written[Written.GOALS] = row + 1
    out.goals[row] = 0
    return row


@compiled
def next_lot(member: Member) -> int:
    """The row of a new lot."""
    row = member.counts[Count.LOTS]
    if row == len(member.lots):
        member.lots = longer(member.lots)
    member.counts[Count.LOTS] = row + 1
    return row


@compiled
def next_draw(member: Member) -> int:
    """The row of a new draw."""
    row = member.counts[Count.DRAWS]
    if row == len(member.draws):
        member.draws = longer(member.draws)
    member.counts[Count.DRAWS] = row + 1
    return row


@compiled
def next_tally(member: Member) -> int:
    """The row of a new tally."""
    row = member.counts[Count.TALLIES]
    if row == len(member.tallies):
        member.tallies = longer(member.tallies)
    member.counts[Count.TALLIES] = row + 1
    return row


@compiled
def next_bucket(member: Member, metric: int) -> int:
    """The column of a metric's new bucket."""
    tail = member.bucket_tail[metric]
    if tail == member.bucket_keys.shape[1]:
        member.bucket_keys = wider(member.bucket_keys)
        member.bucket_values = wider(member.bucket_values)
    member.bucket_tail[metric] = tail + 1
    return tail
