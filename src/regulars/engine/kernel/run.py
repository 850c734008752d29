"""The loop over members: load a state, apply the member's events in time order, write the new state."""

from __future__ import annotations

from regulars.engine.batch import EventKind, Extra
from regulars.engine.kernel.boxes import boxed, unboxed, viewed
from regulars.engine.kernel.earn import earn
from regulars.engine.kernel.goals import note_goals, reach_goals
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.ladder import begin_trial, grant_tier, lock_tier, pass_time, rise
from regulars.engine.kernel.layout import EventColumn, Groups, Measure, MetricColumn, Work, Written
from regulars.engine.kernel.lots import slide_expiry
from regulars.engine.kernel.merge import merge_in, merge_out
from regulars.engine.kernel.movements import bring_lots, extend, reinstate, write_off
from regulars.engine.kernel.pending import release_order
from regulars.engine.kernel.refund import refund
from regulars.engine.kernel.room import load, store
from regulars.engine.kernel.spend import grant, redeem, refusal_of, spend_otherwise
from regulars.engine.kernel.windows import take_in
from regulars.engine.outcome import Refusal
from regulars.engine.states import Header, Integers, States


@compiled
def run(groups: Groups, states: States, first: int, enough: int) -> tuple[int, tuple[Integers, ...]]:
    """Advance members from row `first` until `enough` transactions are written.

    Returns the first row not advanced, and the arrays of the answer. `states.header` and `states.accounts` are
    changed in place; all else is written to the answer.
    """
    box = boxed(groups)
    work = viewed(box)
    for row in range(first, len(states.members)):
        if work.out.written[Written.TRANSACTIONS] >= enough:
            return row, unboxed(box.out)
        load(work.plan, states, work.member, row)
        for event in range(work.columns.starts[row], work.columns.starts[row + 1]):
            apply(work, event)
        store(work.plan, states, work.member, work.out, row)
    return len(states.members), unboxed(box.out)


@compiled
def apply(work: Work, event: int) -> None:
    """Apply one event: first what time brings, then the event, in the order of docs/concepts/engine.md."""
    facts = work.columns.facts[event]
    kind = facts[EventColumn.KIND]
    pass_time(work, facts[EventColumn.DAY], facts[EventColumn.AT])
    if kind == EventKind.TICK:
        return
    work.out.refusals[event] = refusal_of(work, event)
    if work.out.refusals[event] != Refusal.NONE:
        return
    _introduce(work, event)
    note_goals(work, event)
    if earns(kind):
        _measure(work, event)
        earn(work, event)
    _act(work, event)
    slide_expiry(work, event)
    reach_goals(work, event)
    rise(work, event)


@compiled
def earns(kind: int) -> bool:
    """Whether metrics count events of this kind and rules look at them."""
    return kind in (
        EventKind.ACTIVITY,
        EventKind.PURCHASE,
        EventKind.REDEEM,
        EventKind.GRANT,
        EventKind.TIER_GRANT,
        EventKind.ENROL,
        EventKind.PROFILE,
    )


@compiled
def _introduce(work: Work, event: int) -> None:
    """Move the clock; the first event enrols; profile facts are kept."""
    facts = work.columns.facts[event]
    header = work.member.header
    header[Header.CLOCK] = facts[EventColumn.AT]
    header[Header.CLOCK_KEY] = facts[EventColumn.KEY]
    header[Header.EVENTS] += 1
    if facts[EventColumn.BIRTH_MONTH] > 0:
        header[Header.BIRTH_MONTH] = facts[EventColumn.BIRTH_MONTH]
    for row in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[row]
        if extra[1] == Extra.ATTRIBUTE:
            work.member.attributes[extra[2]] = extra[3]
    if header[Header.ENROLLED_DAY] == 0:
        header[Header.ENROLLED_DAY] = facts[EventColumn.DAY]
        if facts[EventColumn.KIND] != EventKind.OPENING and facts[EventColumn.KIND] != EventKind.MERGE_IN:
            begin_trial(work, event)


@compiled
def _measure(work: Work, event: int) -> None:
    """Take the event into the metrics that count events."""
    for metric in range(len(work.plan.metrics)):
        if work.plan.metrics[metric, MetricColumn.MEASURE] == Measure.EARNED:
            continue
        if work.columns.metric_holds[metric, event]:
            value = work.columns.metric_value[metric, event]
            take_in(work.plan, work.member, metric, work.columns.facts[event, EventColumn.DAY], value)


@compiled
def _act(work: Work, event: int) -> None:
    """What the event does besides earning."""
    kind = work.columns.facts[event, EventColumn.KIND]
    if kind == EventKind.ACTIVITY:
        release_order(work, event)
    elif kind == EventKind.REFUND:
        refund(work, event)
    elif kind == EventKind.REDEEM:
        redeem(work, event)
    elif kind == EventKind.GRANT:
        grant(work, event)
    elif kind == EventKind.TIER_GRANT:
        grant_tier(work, event)
    elif kind == EventKind.TIER_LOCK:
        lock_tier(work, event)
    else:
        spend_otherwise(work, event)
        _move(work, event)


@compiled
def _move(work: Work, event: int) -> None:
    """What moves points otherwise than by earning and spending."""
    kind = work.columns.facts[event, EventColumn.KIND]
    if kind == EventKind.WRITE_OFF:
        write_off(work, event)
    elif kind == EventKind.EXTEND:
        extend(work, event)
    elif kind == EventKind.REINSTATE:
        reinstate(work, event)
    elif kind in (EventKind.TRANSFER_IN, EventKind.OPENING):
        bring_lots(work, event)
        if work.columns.facts[event, EventColumn.TIER] >= 0:
            grant_tier(work, event)
    elif kind == EventKind.MERGE_OUT:
        merge_out(work, event)
    elif kind == EventKind.MERGE_IN:
        merge_in(work, event)
