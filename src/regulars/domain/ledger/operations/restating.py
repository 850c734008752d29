"""Late events: their members replayed in time order, and the difference posted as one entry a wallet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from regulars.domain.ledger.models import statements
from regulars.domain.ledger.models.loading import Loaded, Locked, load_whole
from regulars.domain.ledger.models.phases import phases_of
from regulars.domain.ledger.models.reading import house_points, merged_sales, merges_in, read_records, valid
from regulars.domain.ledger.models.statements import (
    SUPERSEDED_CHANGES,
    SUPERSEDED_GOALS,
    fetch,
    listing,
)
from regulars.domain.ledger.operations.advancing import (
    Advanced,
    Answered,
    Told,
    after_of,
    all_changes,
    all_goals,
    answered_of,
    entries_of,
    numbered,
    renumber,
)
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.operations.writing import Entries
from regulars.domain.programmes.policy import legs_between
from regulars.domain.programmes.queries import version, versions_by_id
from regulars.domain.programmes.types import Leg, LiveProgramme, Timeline
from regulars.engine.outcome import Transaction
from regulars.engine.phases import Phase
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record
from regulars.engine.restate import Restatement, restate
from regulars.engine.states import Header, Integers
from regulars.engine.succession import goal_map, tier_map

CHUNK = 50_000
"""Events replayed at once, unless one member has more."""

_EVENT_SEQ = statements.JOURNAL_COLUMNS.index("event_seq")

_SPANS = """
    SELECT member_id, MIN(occurred_at), MAX(occurred_at) FROM ledger_event
    WHERE programme_id = %s AND member_id {any} GROUP BY member_id
"""
_CHANGES = """
    SELECT member_id, posted_at, ordinal, COALESCE(event_seq, 0), occurred_at, from_tier, to_tier, reason, version_id
    FROM ledger_tier_change WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL
    ORDER BY member_id, posted_at, ordinal
"""
_GOALS = """
    SELECT member_id, goal, period, ordinal, posted_at, times, COALESCE(event_seq, 0), occurred_at, version_id
    FROM ledger_goal_reached WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL
"""


def chunks_by_member(locked: Locked, submissions: Sequence[Submission]) -> Iterator[list[Submission]]:
    """The events, sorted by member and time, in parts of whole members whose logs are of bearable length together."""
    lengths = dict(zip(locked.members.tolist(), locked.log_seq.tolist(), strict=True))
    part: list[Submission] = []
    weight = 0
    for member, group in groupby(submissions, key=lambda sent: sent.event.member_id):
        events = list(group)
        if part and weight + lengths[member] + len(events) > CHUNK:
            yield part
            part, weight = [], 0
        part += events
        weight += lengths[member] + len(events)
    if part:
        yield part


def ways_of(
    plan: Timeline, locked: Locked, submissions: Sequence[Submission], accepted_at: Integers
) -> list[tuple[tuple[Leg, ...], list[Submission]]]:
    """New events of members by the versions that the histories of these go through, the new events included.

    accepted_at: int64 per row of `locked`.
    """
    spans = {row[0]: (row[1], row[2]) for row in _spans(plan.live.id, submissions)}
    ways: dict[tuple[Leg, ...], list[Submission]] = {}
    for member, group in groupby(submissions, key=lambda sent: sent.event.member_id):
        events = list(group)
        instants = [*(sent.event.occurred_at for sent in events), *spans.get(member, ())]
        known_at = int(accepted_at[locked.of(np.array([member]))[0]])
        way = legs_between(plan.schedule, member, (min(instants), max(instants)), known_at)
        ways.setdefault(way, []).extend(events)
    return list(ways.items())


def _spans(programme_id: int, submissions: Sequence[Submission]) -> list[tuple[int, int, int]]:
    """The first and the last instant in members' logs."""
    return fetch(_SPANS, [programme_id, listing(sorted({sent.event.member_id for sent in submissions}))])


def restate_members(
    way: Sequence[Leg], locked: Locked, submissions: Sequence[Submission], accepted_at: Integers
) -> Advanced:
    """Apply events, sorted by member and time, to members of whom each has one that is late or changes history.

    way: the versions that all their histories go through. accepted_at: int64 per row of `locked`.
    """
    programmes = [version(leg.version_id) for leg in way]
    last = programmes[-1]
    members = np.unique(np.array([sent.event.member_id for sent in submissions], dtype=np.int64))
    loaded = _told_by(last, locked, load_whole(last, locked, members))
    instants = accepted_at[locked.of(members)]
    new = numbered(loaded, submissions)
    history = valid([*read_records(last.id, members.tolist()), *new])
    history = history[: len(history) - len(new)]
    sales = merged_sales(last.id, merges_in(history))
    phases = phases_of(way, programmes, [*history, *new], sales)
    restated = restate(phases, loaded.states, house_points(last, members))
    places = {(record.member, record.seq): place for place, record in enumerate(_in_phases(phases))}
    refusals = restated.outcome.refusals[[places[record.member, record.seq] for record in new]]
    answered = answered_of(loaded, submissions, refusals)
    renumber(loaded, answered, restated.outcome)
    known = {(record.member, record.seq): record.seq for record in history}
    known |= {(one.member, one.seq): seq for one, seq in zip(new, answered.seqs.tolist(), strict=True)}
    told = [
        Told(programme, outcome, np.array([known[one.member, one.seq] for one in phase.records], dtype=np.int64))
        for programme, outcome, phase in zip(programmes, restated.told, phases, strict=True)
    ]
    entries = _entries(last, restated, answered, instants)
    changes, old_changes = _compared_changes(last, loaded, all_changes(told, instants))
    goals, old_goals = _compared_goals(last, loaded, all_goals(told, instants))
    return Advanced(
        log=answered.log(instants),
        entries=replace(entries, changes=changes, goals=goals),
        loaded=loaded,
        after=after_of(loaded, restated.outcome, answered, instants),
        refused=answered.refused(),
        told_anew=members,
        superseded={
            SUPERSEDED_CHANGES: (old_changes, instants[np.searchsorted(members, old_changes[:, 0])]),
            SUPERSEDED_GOALS: (old_goals, instants[np.searchsorted(members, old_goals[:, 0])]),
        },
    )


def _in_phases(phases: Sequence[Phase]) -> list[Record]:
    """The events of all phases in the order of their rows."""
    return [record for phase in phases for record in phase.records]


def _told_by(programme: LiveProgramme, locked: Locked, loaded: Loaded) -> Loaded:
    """Loaded states with their tiers in the numbers of a version, which may not be the one that stored them."""
    header = loaded.states.header.copy()
    versions = locked.versions[locked.of(loaded.states.members)]
    for earlier in np.unique(versions).tolist():
        if earlier != programme.version_id:
            own = versions == earlier
            tiers = tier_map(version(earlier).compiled, programme.compiled)
            header[own, Header.TIER] = tiers[header[own, Header.TIER]]
    return replace(loaded, states=loaded.states._replace(header=header))


def _entries(programme: LiveProgramme, restated: Restatement, answered: Answered, accepted_at: Integers) -> Entries:
    """The restatement as rows of the ledger; each names the member's earliest new event, and all in its detail."""
    entries = entries_of(programme, restated.outcome, answered.seqs[:0], accepted_at, restated.legs)
    rows = restated.outcome.transactions[:, Transaction.MEMBER].tolist()
    events: dict[int, list[int]] = {row: [] for row in rows}
    for row, seq in zip(answered.rows.tolist(), answered.seqs.tolist(), strict=True):
        if seq and row in events:
            events[row].append(seq)
    entries.journal[:, _EVENT_SEQ] = [min(events[row], default=0) for row in rows]
    details = [_detail(events[row], legs) for row, legs in zip(rows, restated.legs.tolist(), strict=True)]
    return replace(entries, details=details)


def _detail(events: list[int], legs: list[int]) -> str:
    """What brought the restatement about, and what it changes for the member by account of the programme."""
    accounts = {house.name.lower(): -points for house, points in zip(HOUSES, legs, strict=True) if points}
    return json.dumps({"accounts": accounts, "events": events}, sort_keys=True, separators=(",", ":"))


def _compared_changes(programme: LiveProgramme, loaded: Loaded, history: Integers) -> tuple[Integers, Integers]:
    """Of the whole history of tiers, what comes after the part that stands; and the keys of what stands no longer."""
    members = loaded.states.members.tolist()
    kept: dict[int, list[tuple[int, ...]]] = {member: [] for member in members}
    for row in fetch(_CHANGES, [programme.id, listing(members)]):
        kept[row[0]].append(row)
    told: dict[int, list[list[int]]] = {member: [] for member in members}
    for change in history.tolist():
        told[change[0]].append(change)
    new: list[list[int]] = []
    old: list[tuple[int, ...]] = []
    for member in members:
        same = _same(kept[member], told[member])
        old += [row[: len(SUPERSEDED_CHANGES.key)] for row in kept[member][same:]]
        new += told[member][same:]
    return _matrix(new, history.shape[1]), _matrix(old, len(SUPERSEDED_CHANGES.key))


def _same(kept: Sequence[tuple[int, ...]], told: Sequence[list[int]]) -> int:
    """How many changes at the beginning are the same: their event, instant, tiers, reason and version."""
    same = 0
    while same < min(len(kept), len(told)) and list(kept[same][3:9]) == told[same][3:9]:
        same += 1
    return same


def _compared_goals(programme: LiveProgramme, loaded: Loaded, history: Integers) -> tuple[Integers, Integers]:
    """Of all goals that time order gives, those that do not stand yet; and the keys of those it does not give."""
    rows = fetch(_GOALS, [programme.id, listing(loaded.states.members.tolist())])
    told_by = versions_by_id(row[-1] for row in rows)
    maps = {one: goal_map(told_by[one].compiled, programme.compiled).tolist() for one in told_by}
    kept = {(row[0], maps[row[-1]][row[1]], *row[2:4], *row[5:8]): row for row in rows}
    told = {(*row[:5], *row[6:8]): row for row in history.tolist()}
    old = [row[: len(SUPERSEDED_GOALS.key)] for key, row in kept.items() if key not in told]
    new = [row for key, row in told.items() if key not in kept]
    return _matrix(new, history.shape[1]), _matrix(old, len(SUPERSEDED_GOALS.key))


def _matrix(rows: Sequence[Sequence[int]], width: int) -> Integers:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
