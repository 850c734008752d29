"""The loop over members: load a state, apply the member's events in time order, write the new state."""

from __future__ import annotations

from regulars.engine.batch import EventKind
from regulars.engine.kernel.boxes import boxed
from regulars.engine.kernel.earn import earn, note_goals, reach_goals
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.ladder import grant_tier, pass_time, rise
from regulars.engine.kernel.layout import EventColumn, Measure, Member, MetricColumn, Work
from regulars.engine.kernel.lots import slide_expiry
from regulars.engine.kernel.refund import refund
from regulars.engine.kernel.room import has_room, load, store
from regulars.engine.kernel.spend import grant, redeem, refusal_of
from regulars.engine.kernel.windows import take_in
from regulars.engine.outcome import Refusal
from regulars.engine.states import Header, Integers, States


@compiled
def run(groups: Work, states: States, first: int) -> int:
    """Advance members from row `first` while there is room for them in `out`; returns the first row not advanced.

    `states.header` and `states.accounts` are changed in place; lots and progress are written to `out`.
    """
    work = boxed(groups.plan, groups.columns, groups.member, groups.out)
    for row in range(first, len(states.members)):
        if not has_room(work.plan, work.columns, states, work.out, row):
            return row
        load(work.plan, states, work.member, row)
        for event in range(work.columns.starts[row], work.columns.starts[row + 1]):
            apply(work, event)
        store(work.plan, states, work.member, work.out, row)
    return len(states.members)


@compiled
def apply(work: Work, event: int) -> None:
    """Apply one event: first what time brings, then the event, in the order of docs/concepts/engine.md."""
    facts = work.columns.facts[event]
    kind = facts[EventColumn.KIND]
    pass_time(work, facts[EventColumn.DAY])
    if kind == EventKind.TICK:
        return
    if kind == EventKind.REDEEM:
        work.out.refusals[event] = refusal_of(work, event)
        if work.out.refusals[event] != Refusal.NONE:
            return
    _introduce(work.member, facts)
    note_goals(work, event)
    if kind != EventKind.REFUND:
        _measure(work, event)
        earn(work, event)
    _act(work, event)
    slide_expiry(work, event)
    reach_goals(work, event)
    rise(work, event)


@compiled
def _introduce(member: Member, facts: Integers) -> None:
    """Move the clock; the first event enrols; profile facts are kept."""
    member.header[Header.CLOCK] = facts[EventColumn.AT]
    member.header[Header.CLOCK_KEY] = facts[EventColumn.KEY]
    member.header[Header.EVENTS] += 1
    if member.header[Header.ENROLLED_DAY] == 0:
        member.header[Header.ENROLLED_DAY] = facts[EventColumn.DAY]
    if facts[EventColumn.BIRTH_MONTH] > 0:
        member.header[Header.BIRTH_MONTH] = facts[EventColumn.BIRTH_MONTH]


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
    if kind == EventKind.REFUND:
        refund(work, event)
    elif kind == EventKind.REDEEM:
        redeem(work, event)
    elif kind == EventKind.GRANT:
        grant(work, event)
    elif kind == EventKind.TIER_GRANT:
        grant_tier(work, event)
