"""Events in order, through the versions of the programme that hold at their instants.

Where another version comes into force between two events of a member, the batch is applied in rounds: the events
before that instant and the time up to it under the one, then the state is taken over, then the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import numpy as np
from django.db import transaction

from regulars.domain.ledger.models.loading import Locked, load_entire, lock_states
from regulars.domain.ledger.models.takeover import taken_over
from regulars.domain.ledger.operations.advancing import advance_in_order
from regulars.domain.ledger.operations.answers import accepted_answers
from regulars.domain.ledger.operations.storing import store, store_taken_over
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.programmes.policy import learnt_since, legs_of
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Leg, Timeline
from regulars.engine.states import Header, Integers
from regulars.platform.clock import now_us

Answers = dict[int, EventResult]


class _Idle(Exception):
    """Members were taken over by another version, and then all their events of that version were refused."""

    def __init__(self, refused: Answers) -> None:
        self.refused = refused


class _Switch(NamedTuple):
    """A member is taken over by another version."""

    member: int
    before: int
    leg: Leg


@dataclass
class _Round:
    """What is done at once: events by the version that applies them, and who is taken over afterwards."""

    events: dict[int, list[Submission]] = field(default_factory=dict)
    switches: list[_Switch] = field(default_factory=list)
    later: list[Submission] = field(default_factory=list)


def sole_version(timeline: Timeline) -> bool:
    """Whether all that ever was or will be in force is the version that is in force now."""
    return all(one.version_id == timeline.live.version_id for one in timeline.schedule.activations)


def next_acceptance(locked: Locked) -> Integers:
    """The instant at which events of each locked member are accepted: now, and later than all before."""
    return np.maximum(locked.accepted_at + 1, now_us())


def is_stale(timeline: Timeline, locked: Locked, row: int, accepted_at: int) -> bool:
    """Whether a state was made before it was decided what held up to its clock: it is restated."""
    clock, known_at = int(locked.header[row, Header.CLOCK]), int(locked.accepted_at[row])
    return bool(locked.log_seq[row]) and learnt_since(timeline.schedule, clock, known_at, accepted_at)


def apply_in_order(timeline: Timeline, locked: Locked, submissions: Sequence[Submission]) -> Answers:
    """Apply events, none of them late, sorted by member and time, and answer each."""
    if sole_version(timeline):
        accepted_at = next_acceptance(locked)
        advanced = advance_in_order(timeline.live, locked, submissions, accepted_at)
        store(timeline.live, advanced)
        return accepted_answers(timeline.live, advanced)
    left = list(submissions)
    answers: Answers = {}
    while left:
        try:
            with transaction.atomic():
                return answers | _apply_rounds(timeline, locked, left)
        except _Idle as idle:
            # Without what was refused these members are not taken over: a refused event leaves no trace.
            answers |= idle.refused
            left = [sent for sent in left if sent.place not in idle.refused]
    return answers


def _apply_rounds(timeline: Timeline, locked: Locked, submissions: Sequence[Submission]) -> Answers:
    answers: Answers = {}
    switched: dict[int, int] = {}
    left = list(submissions)
    while left:
        accepted_at = next_acceptance(locked)
        turn = _round(timeline, locked, left, accepted_at)
        ending = {switch.member: switch.leg.starts_at - 1 for switch in turn.switches}
        for version_id in sorted({*turn.events, *(switch.before for switch in turn.switches)}):
            programme = version(version_id)
            passing = {one.member: ending[one.member] for one in turn.switches if one.before == version_id}
            events = turn.events.get(version_id, [])
            advanced = advance_in_order(programme, locked, events, accepted_at, passing)
            store(programme, advanced)
            answers |= accepted_answers(programme, advanced)
        if turn.switches:
            locked = lock_states(timeline.live, locked.members.tolist())
            _take_over(locked, turn.switches)
            locked = lock_states(timeline.live, locked.members.tolist())
        switched |= {switch.member: switch.leg.starts_at for switch in turn.switches}
        left = turn.later
    _refuse_idle(submissions, answers, switched)
    return answers


def _round(timeline: Timeline, locked: Locked, submissions: Sequence[Submission], accepted_at: Integers) -> _Round:
    """As many events of each member as come before another version, and who is taken over then."""
    turn = _Round()
    for member, group in groupby(submissions, key=lambda sent: sent.event.member_id):
        events = list(group)
        row = int(locked.of(np.array([member]))[0])
        begun = locked.log_seq[row] > 0
        since = int(locked.header[row, Header.CLOCK]) if begun else events[0].event.occurred_at
        # A tick may be of an instant before what has been applied, under an earlier version than the member is on.
        until = max(since, events[-1].event.occurred_at)
        legs = legs_of(timeline.schedule, member, until, int(accepted_at[row]))
        place = max(index for index, leg in enumerate(legs) if leg.starts_at <= since or index == 0)
        following = legs[place + 1] if place + 1 < len(legs) else None
        now = [sent for sent in events if following is None or sent.event.occurred_at < following.starts_at]
        turn.events.setdefault(legs[place].version_id, []).extend(now)
        turn.later += events[len(now) :]
        if following is not None:
            turn.switches.append(_Switch(member, legs[place].version_id, following))
    turn.events = {version_id: events for version_id, events in turn.events.items() if events}
    return turn


def _take_over(locked: Locked, switches: Sequence[_Switch]) -> None:
    """Let members be taken over, by what they come from and go to."""
    for (before, leg), group in groupby(sorted(switches, key=_way), key=_way):
        members = np.array([switch.member for switch in group], dtype=np.int64)
        after = version(leg.version_id)
        loaded = taken_over(version(before), after, load_entire(version(before), locked, members), leg.starts_at)
        store_taken_over(after, loaded)


def _way(switch: _Switch) -> tuple[int, Leg]:
    return switch.before, switch.leg


def _refuse_idle(submissions: Iterable[Submission], answers: Answers, switched: Mapping[int, int]) -> None:
    """Raise _Idle when a member was taken over and no event came of it."""
    used = {
        sent.event.member_id
        for sent in submissions
        if answers[sent.place].status == EventStatus.ACCEPTED
        and sent.event.occurred_at >= switched.get(sent.event.member_id, 0)
    }
    idle = switched.keys() - used
    refused = {
        sent.place: answers[sent.place]
        for sent in submissions
        if sent.event.member_id in idle and sent.event.occurred_at >= switched[sent.event.member_id]
    }
    if refused:
        raise _Idle(refused)
