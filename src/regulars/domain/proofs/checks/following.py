"""Replaying members in log order: batch by batch as events were accepted, restatements included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from regulars.domain.ledger.models.phases import phases_of
from regulars.domain.ledger.models.reading import valid
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.ledger.operations.advancing import Told, all_changes, all_goals, entries_of
from regulars.domain.ledger.operations.writing import Entries
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Leg, LiveProgramme, Schedule
from regulars.domain.proofs.checks.simulating import Logged, Replayed, Standing
from regulars.domain.proofs.checks.streams import Step, Stream, joined, member_of
from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import Outcome, Transaction
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record, batch_from_records
from regulars.engine.restate import restate
from regulars.engine.states import Integers
from regulars.engine.succession import succeed, told_under

_EVENT_SEQ = JOURNAL_COLUMNS.index("event_seq")


def replay_in_log_order(schedule: Schedule, logs: Sequence[Sequence[Logged]]) -> Replayed:
    """Members' events (one log a member, ascending, each by number) as they were accepted, restatements included."""
    streams = [Stream(schedule, log) for log in logs]
    replayed = Replayed()
    while open_streams := [stream for stream in streams if stream.left]:
        steps = [stream.step() for stream in open_streams]
        in_order = [step for step in steps if not step.way]
        for own in _grouped(in_order, lambda step: step.stream.programme.version_id):
            replayed.entries.append(_advance(own[0].stream.programme, own))
        for own in _grouped([step for step in in_order if step.switch], lambda step: (_version(step), step.switch)):
            _take_over(own)
        for own in _grouped([step for step in steps if step.way], lambda step: step.way):
            replayed.entries.append(_restate(own[0].way, own))
    for stream in streams:
        replayed.standing.append(Standing(stream.programme, stream.states))
        replayed.superseded += stream.superseded
        replayed.changes += stream.changes
        replayed.goals += stream.goals
    return replayed


def _grouped(steps: Sequence[Step], key: Callable[[Step], Any]) -> list[list[Step]]:
    groups: dict[Any, list[Step]] = {}
    for step in steps:
        groups.setdefault(key(step), []).append(step)
    return list(groups.values())


def _version(step: Step) -> int:
    return step.stream.programme.version_id


def _advance(programme: LiveProgramme, steps: Sequence[Step]) -> Entries:
    """Apply parts that came in order, and let time pass up to the next version."""
    records = [record for step in steps for record in step.part]
    ticks = [
        Record(step.stream.member, 0, 0, step.switch.starts_at - 1, {"kind": "tick"}) for step in steps if step.switch
    ]
    sales = [sale for step in steps for sale in step.stream.sales(step.part)]
    batch = batch_from_records(programme.compiled, [*records, *ticks], sales)
    outcome = advance(programme.compiled, joined([step.stream.states for step in steps]), batch)
    seqs = np.array([record.seq for record in (*records, *ticks)], dtype=np.int64)
    entries = entries_of(programme, outcome, seqs, np.zeros(len(steps), dtype=np.int64))
    for row, step in enumerate(steps):
        step.stream.changes.append(_of_member(entries.changes, step.stream))
        step.stream.goals.append(_of_member(entries.goals, step.stream))
        step.stream.move(programme, member_of(outcome.states, row), step.part)
    _add_to_house(steps, outcome, entries)
    return entries


def _take_over(steps: Sequence[Step]) -> None:
    """Let another version take members over."""
    leg = steps[0].switch
    if leg is None:
        return
    before, after = steps[0].stream.programme, version(leg.version_id)

    def history(programme: CompiledProgramme) -> EventBatch:
        told = valid([record for step in steps for record in step.stream.done])
        return batch_from_records(programme, [record for record in told if record.occurred_at < leg.starts_at])

    states = joined([step.stream.states for step in steps])
    taken = succeed(before.compiled, after.compiled, states, leg.starts_at, history)
    for row, step in enumerate(steps):
        step.stream.move(after, member_of(taken, row), ())


def _restate(way: Sequence[Leg], steps: Sequence[Step]) -> Entries:
    """Restate members for parts with late events; their histories of tiers and goals are told anew."""
    programmes = [version(leg.version_id) for leg in way]
    last = programmes[-1]
    records = valid([record for step in steps for record in (*step.stream.done, *step.part)])
    sales = [sale for step in steps for sale in step.stream.merged([*step.stream.done, *step.part])]
    stored = joined([told_under(step.stream.programme.compiled, last.compiled, step.stream.states) for step in steps])
    for step in steps:
        step.stream.change_to(last)
    house = np.stack([step.stream.house for step in steps])
    phases = phases_of(way, programmes, records, sales)
    restated = restate(phases, stored, house)
    told = [
        Told(programme, outcome, np.array([record.seq for record in phase.records], dtype=np.int64))
        for programme, phase, outcome in zip(programmes, phases, restated.told, strict=True)
    ]
    instants = np.zeros(len(steps), dtype=np.int64)
    entries = entries_of(last, restated.outcome, instants[:0], instants, restated.legs)
    first = [min(record.seq for record in step.part) for step in steps]
    entries.journal[:, _EVENT_SEQ] = [first[row] for row in restated.outcome.transactions[:, Transaction.MEMBER]]
    changes, goals = all_changes(told, instants), all_goals(told, instants)
    for row, step in enumerate(steps):
        step.stream.changes = [_of_member(changes, step.stream)]
        step.stream.goals = [_of_member(goals, step.stream)]
        step.stream.move(last, member_of(restated.outcome.states, row), step.part)
    _add_to_house(steps, restated.outcome, entries)
    return entries


def _add_to_house(steps: Sequence[Step], outcome: Outcome, entries: Entries) -> None:
    """Remember what the members posted to the house accounts."""
    owner = np.repeat(np.arange(len(entries.journal)), np.diff(entries.posting_offsets))
    for place, house in enumerate(HOUSES):
        legs = np.flatnonzero(entries.postings[:, 1] == house)
        rows = outcome.transactions[owner[legs]]
        for row, wallet, points in zip(
            rows[:, Transaction.MEMBER].tolist(),
            rows[:, Transaction.WALLET].tolist(),
            entries.postings[legs, 2].tolist(),
            strict=True,
        ):
            steps[row].stream.house[wallet, place] += points


def _of_member(rows: Integers, stream: Stream) -> Integers:
    own: Integers = rows[rows[:, 0] == stream.member]
    return own
