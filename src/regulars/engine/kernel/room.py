"""Moving a member's state between the packed arrays and the working memory, and asking for enough room first."""

from __future__ import annotations

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.ladder import next_due_day
from regulars.engine.kernel.layout import (
    Columns,
    Count,
    Measure,
    Member,
    MetricColumn,
    Out,
    Plan,
    ProgressCounter,
    Written,
)
from regulars.engine.states import NEVER_DAY, Header, Lot, States


@compiled
def lots_bound(plan: Plan, lots: int, events: int) -> int:
    """No member with that many lots and events ends with more lots than this."""
    return lots + events * (len(plan.rules) + len(plan.goals) + 1)


@compiled
def transactions_bound(plan: Plan, lots: int, events: int) -> int:
    """Transactions that such a member can cause: each lot is made and expires once; refunds touch a sale's lots."""
    return 2 * lots_bound(plan, lots, events) + events * (len(plan.rules) + 2)


@compiled
def uses_bound(lots: int, transactions: int) -> int:
    """Draws from lots: each lot is emptied once, each transaction leaves one lot partly drawn, debts are repaid."""
    return 4 * lots + 2 * transactions


@compiled
def progress_bound(plan: Plan, loaded: int, events: int, members: int) -> int:
    """Rows of progress that such members can end with."""
    metrics = len(plan.metrics)
    return loaded + events * (2 * metrics + 3) + members * (len(plan.limits) + len(plan.goals))


@compiled
def has_room(plan: Plan, columns: Columns, states: States, out: Out, row: int) -> bool:
    """Whether `out` has room for everything the member at `row` can cause."""
    events = columns.starts[row + 1] - columns.starts[row]
    loaded = states.lot_offsets[row + 1] - states.lot_offsets[row]
    lots = lots_bound(plan, loaded, events)
    transactions = transactions_bound(plan, loaded, events)
    progress = progress_bound(plan, states.progress_offsets[row + 1] - states.progress_offsets[row], events, 1)
    changes = changes_bound(plan, events)
    return (
        out.written[Written.TRANSACTIONS] + transactions <= len(out.transactions)
        and out.written[Written.USES] + uses_bound(lots, transactions) <= len(out.uses)
        and out.written[Written.CHANGES] + changes <= len(out.changes)
        and out.written[Written.GOALS] + events * len(plan.goals) <= len(out.goals)
        and out.written[Written.LOTS] + lots <= len(out.lots)
        and out.written[Written.PROGRESS] + progress <= len(out.progress)
    )


@compiled
def changes_bound(plan: Plan, events: int) -> int:
    """Tier changes a member can see: each rise can be followed by one grace and one fall a tier."""
    return (events + 1) * 2 * (len(plan.tiers) + 1)


@compiled
def load(plan: Plan, states: States, member: Member, row: int) -> None:
    """Copy the member at `row` into the working memory."""
    member.header[:] = states.header[row]
    member.accounts[:] = states.accounts[row]
    member.counts[Count.ROW] = row
    member.counts[Count.LOTS] = 0
    member.counts[Count.FIRST_OPEN] = 0
    member.counts[Count.TALLIES] = 0
    member.counts[Count.NEXT_EXPIRY] = NEVER_DAY
    for source in range(states.lot_offsets[row], states.lot_offsets[row + 1]):
        lot = member.counts[Count.LOTS]
        member.lots[lot] = states.lots[source]
        member.counts[Count.LOTS] = lot + 1
        if member.lots[lot, Lot.REMAINING] > 0:
            day = member.lots[lot, Lot.EXPIRES_DAY]
            member.counts[Count.NEXT_EXPIRY] = min(member.counts[Count.NEXT_EXPIRY], day)
    member.bucket_head[:] = 0
    member.bucket_tail[:] = 0
    member.bucket_total[:] = 0
    member.limit_keys[:] = -1
    member.limit_used[:] = 0
    member.goal_periods[:] = 0
    for source in range(states.progress_offsets[row], states.progress_offsets[row + 1]):
        _load_progress(plan, states, member, source)


@compiled
def _load_progress(plan: Plan, states: States, member: Member, source: int) -> None:
    counter = states.progress[source, 0]
    key = states.progress[source, 1]
    value = states.progress[source, 2]
    if counter >= 0:
        tail = member.bucket_tail[counter]
        member.bucket_keys[counter, tail] = key
        member.bucket_values[counter, tail] = value
        member.bucket_tail[counter] = tail + 1
        if plan.metrics[counter, MetricColumn.MEASURE] != Measure.DISTINCT:
            member.bucket_total[counter] += value
    elif counter <= ProgressCounter.GOAL and counter > ProgressCounter.REFUNDED_METRIC:
        member.goal_periods[ProgressCounter.GOAL - counter] = value
    elif counter <= ProgressCounter.LIMIT and counter > ProgressCounter.GOAL:
        member.limit_keys[ProgressCounter.LIMIT - counter] = key
        member.limit_used[ProgressCounter.LIMIT - counter] = value
    else:
        row = member.counts[Count.TALLIES]
        member.tallies[row] = states.progress[source]
        member.counts[Count.TALLIES] = row + 1


@compiled
def store(plan: Plan, states: States, member: Member, out: Out, row: int) -> None:
    """Write the working memory back: header and accounts in place, lots and progress to `out`."""
    _find_next_expiry(member)
    member.header[Header.NEXT_DUE_DAY] = next_due_day(member)
    states.header[row] = member.header
    states.accounts[row] = member.accounts
    written = out.written[Written.LOTS]
    for lot in range(member.counts[Count.LOTS]):
        out.lots[written] = member.lots[lot]
        written += 1
    out.written[Written.LOTS] = written
    out.lot_offsets[row + 1] = written
    _store_progress(plan, member, out)
    out.progress_offsets[row + 1] = out.written[Written.PROGRESS]


@compiled
def _find_next_expiry(member: Member) -> None:
    """The exact day on which a lot next expires; until now it was a lower bound."""
    day = NEVER_DAY
    for lot in range(member.counts[Count.FIRST_OPEN], member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.REMAINING] > 0:
            day = min(day, entry[Lot.EXPIRES_DAY])
    member.counts[Count.NEXT_EXPIRY] = day


@compiled
def _write_progress(out: Out, counter: int, key: int, value: int) -> None:
    row = out.written[Written.PROGRESS]
    out.written[Written.PROGRESS] = row + 1
    out.progress[row, 0] = counter
    out.progress[row, 1] = key
    out.progress[row, 2] = value


@compiled
def _store_progress(plan: Plan, member: Member, out: Out) -> None:
    for metric in range(len(plan.metrics)):
        for bucket in range(member.bucket_head[metric], member.bucket_tail[metric]):
            _write_progress(out, metric, member.bucket_keys[metric, bucket], member.bucket_values[metric, bucket])
    for limit in range(len(plan.limits)):
        if member.limit_used[limit] > 0:
            _write_progress(out, ProgressCounter.LIMIT - limit, member.limit_keys[limit], member.limit_used[limit])
    for goal in range(len(plan.goals)):
        if member.goal_periods[goal] > 0:
            _write_progress(out, ProgressCounter.GOAL - goal, 0, member.goal_periods[goal])
    for row in range(member.counts[Count.TALLIES]):
        entry = member.tallies[row]
        _write_progress(out, entry[0], entry[1], entry[2])
