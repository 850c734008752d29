"""Late events: their members replayed in time order, and the difference posted as one entry a wallet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from regulars.domain.ledger.models import statements
from regulars.domain.ledger.models.loading import Loaded, Locked, load_whole
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
    after_of,
    answered_of,
    entries_of,
    numbered,
    renumber,
)
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.operations.writing import Entries
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import Transaction
from regulars.engine.postings import HOUSES
from regulars.engine.records import batch_from_records
from regulars.engine.restate import Restatement, restate
from regulars.engine.states import Integers

CHUNK = 50_000
"""Events replayed at once, unless one member has more."""

_EVENT_SEQ = statements.JOURNAL_COLUMNS.index("event_seq")

_CHANGES = """
    SELECT member_id, posted_at, ordinal, COALESCE(event_seq, 0), occurred_at, from_tier, to_tier, reason
    FROM ledger_tier_change WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL
    ORDER BY member_id, posted_at, ordinal
"""
_GOALS = """
    SELECT member_id, goal, period, ordinal, posted_at, times, COALESCE(event_seq, 0), occurred_at
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


def restate_members(
    programme: LiveProgramme, locked: Locked, submissions: Sequence[Submission], accepted_at: Integers
) -> Advanced:
    """Apply events of members, of whom each has one that is late or changes history, sorted by member and time.

    accepted_at: int64 per row of `locked`.
    """
    members = np.unique(np.array([sent.event.member_id for sent in submissions], dtype=np.int64))
    loaded = load_whole(programme, locked, members)
    instants = accepted_at[np.searchsorted(locked.members, members)]
    new = numbered(loaded, submissions)
    history = valid([*read_records(programme.id, members.tolist()), *new])
    history = history[: len(history) - len(new)]
    sales = merged_sales(programme.id, merges_in(history))
    batch = batch_from_records(programme.compiled, [*history, *new], sales)
    restated = restate(programme.compiled, loaded.states, house_points(programme, members), batch)
    answered = answered_of(loaded, submissions, restated.outcome.refusals[len(history) :])
    renumber(loaded, answered, restated.outcome)
    known = np.array([record.seq for record in history], dtype=np.int64)
    seqs = np.concatenate([known, answered.seqs])
    entries = _entries(programme, restated, answered, seqs, instants)
    changes, old_changes = _compared_changes(programme, loaded, entries.changes)
    goals, old_goals = _compared_goals(programme, loaded, entries.goals)
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


def _entries(
    programme: LiveProgramme, restated: Restatement, answered: Answered, seqs: Integers, accepted_at: Integers
) -> Entries:
    """The restatement as rows of the ledger; each names the member's earliest new event, and all in its detail."""
    entries = entries_of(programme, restated.outcome, seqs, accepted_at, restated.legs)
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
    """How many changes at the beginning are the same: their event, instant, tiers and reason."""
    same = 0
    while same < min(len(kept), len(told)) and list(kept[same][3:8]) == told[same][3:8]:
        same += 1
    return same


def _compared_goals(programme: LiveProgramme, loaded: Loaded, history: Integers) -> tuple[Integers, Integers]:
    """Of all goals that time order gives, those that do not stand yet; and the keys of those it does not give."""
    rows = fetch(_GOALS, [programme.id, listing(loaded.states.members.tolist())])
    kept = {(*row[:4], *row[5:8]): row for row in rows}
    told = {(*row[:5], *row[6:8]): row for row in history.tolist()}
    old = [row[: len(SUPERSEDED_GOALS.key)] for key, row in kept.items() if key not in told]
    new = [row for key, row in told.items() if key not in kept]
    return _matrix(new, history.shape[1]), _matrix(old, len(SUPERSEDED_GOALS.key))


def _matrix(rows: Sequence[Sequence[int]], width: int) -> Integers:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
