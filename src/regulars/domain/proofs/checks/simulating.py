"""Replaying members in time order: each event under the version of the programme that held at its instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import numpy as np

from regulars.domain.ledger.models.phases import phases_of
from regulars.domain.ledger.models.reading import merged_sales, merges_in, valid
from regulars.domain.ledger.operations.advancing import Told, all_changes, all_goals, entries_of
from regulars.domain.ledger.operations.batch import CHANGING_HISTORY
from regulars.domain.ledger.operations.writing import Entries
from regulars.domain.programmes.policy import learnt_since, legs_between
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Leg, LiveProgramme, Schedule
from regulars.engine.phases import replay_phases
from regulars.engine.records import Record
from regulars.engine.states import Integers, States


class Logged(NamedTuple):
    """An event of the log and when it was accepted; events of one member accepted at once came in one batch."""

    record: Record
    accepted_at: int


class Standing(NamedTuple):
    """States of members and the version in whose numbers they are told."""

    programme: LiveProgramme
    states: States


@dataclass
class Replayed:
    """What a replay gives: states of members, superseded lots in the numbers of a version, and rows of the ledger."""

    standing: list[Standing] = field(default_factory=list)
    superseded: list[tuple[LiveProgramme, Integers]] = field(default_factory=list)
    entries: list[Entries] = field(default_factory=list)
    changes: list[Integers] = field(default_factory=list)
    goals: list[Integers] = field(default_factory=list)


def came_in_order(schedule: Schedule, events: Sequence[Logged]) -> bool:
    """Whether no batch of one member's events, by number, holds an event earlier than one of a batch before.

    Events that change history count as earlier, and so do those before which a version came into force afterwards.
    """
    latest = (np.iinfo(np.int64).min, 0)
    before = events[0].accepted_at
    for accepted_at, group in groupby(events, key=lambda event: event.accepted_at):
        places = [(event.record.occurred_at, event.record.key) for event in group]
        if min(places) < latest or learnt_since(schedule, latest[0], before, accepted_at):
            return False
        latest, before = max(*places, latest), accepted_at
    return not any(event.record.body["kind"] in CHANGING_HISTORY for event in events)


def ways(schedule: Schedule, streams: Sequence[Sequence[Logged]]) -> dict[tuple[Leg, ...], list[Sequence[Logged]]]:
    """Streams of members, one each, by the versions that their histories go through."""
    found: dict[tuple[Leg, ...], list[Sequence[Logged]]] = {}
    for stream in streams:
        instants = [event.record.occurred_at for event in stream]
        span = (min(instants), max(instants))
        way = legs_between(schedule, stream[0].record.member, span, stream[-1].accepted_at)
        found.setdefault(way, []).append(stream)
    return found


def replay_in_time_order(schedule: Schedule, streams: Sequence[Sequence[Logged]]) -> Replayed:
    """Members' events, each member's in time order, through the engine from the beginning, less what was voided."""
    replayed = Replayed()
    for way, own in ways(schedule, streams).items():
        _replay(way, [event.record for stream in own for event in stream], replayed)
    return replayed


def _replay(way: Sequence[Leg], logged: Sequence[Record], replayed: Replayed) -> None:
    """Replay members whose histories go the same way."""
    programmes = [version(leg.version_id) for leg in way]
    members = np.unique(np.array([record.member for record in logged], dtype=np.int64))
    records = valid(logged)
    sales = merged_sales(programmes[-1].id, merges_in(records))
    phases = phases_of(way, programmes, records, sales)
    instants = np.zeros(len(members), dtype=np.int64)
    told = [
        Told(programme, outcome, np.array([record.seq for record in phase.records], dtype=np.int64))
        for programme, phase, outcome in zip(programmes, phases, replay_phases(phases, members), strict=True)
    ]
    replayed.entries += [entries_of(one.programme, one.outcome, one.all_seqs(), instants) for one in told]
    replayed.standing.append(Standing(programmes[-1], told[-1].outcome.states))
    replayed.changes.append(all_changes(told, instants))
    replayed.goals.append(all_goals(told, instants))
