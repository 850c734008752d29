"""Replaying members: all at once where their events came in time order, batch by batch where some came late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import numpy as np

from regulars.domain.ledger.models.reading import merged_sales, merges_in, valid
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.ledger.operations.advancing import entries_of
from regulars.domain.ledger.operations.batch import CHANGING_HISTORY
from regulars.domain.ledger.operations.writing import Entries
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.advance import advance
from regulars.engine.outcome import Outcome, Transaction
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record, batch_from_records
from regulars.engine.restate import restate
from regulars.engine.states import Header, Integers, Lot, LotStatus, States, empty_states

_SOLD = ("purchase", "refund")
_EVENT_SEQ = JOURNAL_COLUMNS.index("event_seq")


class Logged(NamedTuple):
    """An event of the log and when it was accepted; events of one member accepted at once came in one batch."""

    record: Record
    accepted_at: int


@dataclass
class Replayed:
    """What a replay gives: states of members, their superseded lots, and rows of the ledger in parts."""

    states: States
    superseded: Integers
    entries: list[Entries] = field(default_factory=list)
    changes: list[Integers] = field(default_factory=list)
    goals: list[Integers] = field(default_factory=list)


def came_in_order(events: Sequence[Logged]) -> bool:
    """Whether no batch of one member's events, by number, holds an event earlier than one of a batch before.

    Events that change history count as earlier.
    """
    latest = (np.iinfo(np.int64).min, 0)
    for _, group in groupby(events, key=lambda event: event.accepted_at):
        places = [(event.record.occurred_at, event.record.key) for event in group]
        if min(places) < latest:
            return False
        latest = max(*places, latest)
    return not any(event.record.body["kind"] in CHANGING_HISTORY for event in events)


def replay_in_time_order(programme: LiveProgramme, records: Sequence[Record]) -> Replayed:
    """Members' events, each member's in time order, through the engine from the beginning, less what was voided."""
    records = valid(records)
    members = np.unique(np.array([record.member for record in records], dtype=np.int64))
    empty = empty_states(members, len(programme.compiled.wallet_ids))
    sales = merged_sales(programme.id, merges_in(records))
    outcome = advance(programme.compiled, empty, batch_from_records(programme.compiled, records, sales))
    seqs = np.array([record.seq for record in records], dtype=np.int64)
    entries = entries_of(programme, outcome, seqs, np.zeros(len(members), dtype=np.int64))
    nothing = np.zeros((0, 1 + len(Lot)), dtype=np.int64)
    return Replayed(outcome.states, nothing, [entries], [entries.changes], [entries.goals])


def replay_in_log_order(programme: LiveProgramme, streams: Sequence[Sequence[Logged]]) -> Replayed:
    """Members' events (one stream a member, ascending, each by number) as they were accepted, restatements included."""
    simulated = [_Stream(programme, stream) for stream in streams]
    entries: list[Entries] = []
    while open_streams := [stream for stream in simulated if stream.left]:
        taken = [(stream, stream.take()) for stream in open_streams]
        late = [(stream, part) for stream, part in taken if stream.is_late(part)]
        in_order = [(stream, part) for stream, part in taken if not stream.is_late(part)]
        if in_order:
            entries.append(_advance(programme, in_order))
        if late:
            entries.append(_restate(programme, late))
    superseded = [lots for stream in simulated for lots in stream.superseded]
    return Replayed(
        states=joined([stream.states for stream in simulated]),
        superseded=np.concatenate(superseded) if superseded else np.zeros((0, 1 + len(Lot)), dtype=np.int64),
        entries=entries,
        changes=[rows for stream in simulated for rows in stream.changes],
        goals=[rows for stream in simulated for rows in stream.goals],
    )


class _Stream:
    """One member on the way through their log."""

    def __init__(self, programme: LiveProgramme, events: Sequence[Logged]) -> None:
        wallets = len(programme.compiled.wallet_ids)
        member = np.array([events[0].record.member], dtype=np.int64)
        self.left = [list(group) for _, group in groupby(events, key=lambda event: event.accepted_at)]
        self.done: list[Record] = []
        self.latest = (np.iinfo(np.int64).min, 0)
        self.states = empty_states(member, wallets)
        self.house = np.zeros((wallets, len(HOUSES)), dtype=np.int64)
        self.superseded: list[Integers] = []
        self.changes: list[Integers] = []
        self.goals: list[Integers] = []
        self.programme_id = programme.id

    def merged(self, records: Sequence[Record]) -> list[Record]:
        """The sales of members whom these records merge into this one."""
        return merged_sales(self.programme_id, merges_in(records))

    def take(self) -> list[Record]:
        """The next batch, with those after it as long as they came in time order."""
        part: list[Record] = []
        while self.left:
            records = [event.record._replace(decided=False) for event in self.left[0]]
            places = [(record.occurred_at, record.key) for record in records]
            changing = any(record.body["kind"] in CHANGING_HISTORY for record in records)
            in_order = min(places) >= self.latest and not changing
            if part and not in_order:
                break
            self.left.pop(0)
            self.latest = max(*places, self.latest)
            part += records
            if not in_order:
                break
        return part

    def is_late(self, part: Sequence[Record]) -> bool:
        """Whether an event of the part is earlier than what was applied before."""
        clock = (int(self.states.header[0, Header.CLOCK]), int(self.states.header[0, Header.CLOCK_KEY]))
        return any(
            event.body["kind"] in CHANGING_HISTORY
            or (event.body["kind"] != "tick" and (event.occurred_at, event.key) < clock)
            for event in part
        )

    def sales(self, part: Sequence[Record]) -> list[Record]:
        """The sales that refunds of the part refer to: applied before, or brought by a merge until the part's end."""
        orders = {event.body.get("order_id") for event in part if event.body["kind"] == "refund"} - {None}
        if not orders:
            return []
        told = [*valid(self.done), *self.merged([*self.done, *part])]
        return [sale for sale in told if sale.body["kind"] in _SOLD and sale.body.get("order_id") in orders]

    def move(self, states: States, part: Sequence[Record]) -> None:
        """Stand where the engine has put the member."""
        gone = states.lots[:, Lot.STATUS] == LotStatus.SUPERSEDED
        if gone.any():
            owner = np.full((int(gone.sum()), 1), states.members[0], dtype=np.int64)
            self.superseded.append(np.concatenate([owner, states.lots[gone]], axis=1))
            lots = states.lots[~gone]
            states = states._replace(lots=lots, lot_offsets=np.array([0, len(lots)], dtype=np.int64))
        self.states = states
        self.done += [record._replace(decided=True) for record in part]


_Part = tuple[_Stream, list[Record]]


def _advance(programme: LiveProgramme, parts: Sequence[_Part]) -> Entries:
    """Apply parts that came in order."""
    records = [record for _, part in parts for record in part]
    sales = [sale for stream, part in parts for sale in stream.sales(part)]
    batch = batch_from_records(programme.compiled, records, sales)
    outcome = advance(programme.compiled, joined([stream.states for stream, _ in parts]), batch)
    entries = _entries(programme, outcome, records, None)
    for row, (stream, part) in enumerate(parts):
        stream.changes.append(_of_member(entries.changes, stream))
        stream.goals.append(_of_member(entries.goals, stream))
        stream.move(member_of(outcome.states, row), part)
    _add_to_house(parts, outcome, entries)
    return entries


def _restate(programme: LiveProgramme, parts: Sequence[_Part]) -> Entries:
    """Restate members for parts with late events; their histories of tiers and goals are told anew."""
    records = valid([record for stream, part in parts for record in (*stream.done, *part)])
    house = np.stack([stream.house for stream, _ in parts])
    sales = [sale for stream, part in parts for sale in stream.merged([*stream.done, *part])]
    batch = batch_from_records(programme.compiled, records, sales)
    restated = restate(programme.compiled, joined([stream.states for stream, _ in parts]), house, batch)
    entries = _entries(programme, restated.outcome, records, restated.legs)
    first = [min(record.seq for record in part) for _, part in parts]
    entries.journal[:, _EVENT_SEQ] = [first[row] for row in restated.outcome.transactions[:, Transaction.MEMBER]]
    for row, (stream, part) in enumerate(parts):
        stream.changes = [_of_member(entries.changes, stream)]
        stream.goals = [_of_member(entries.goals, stream)]
        stream.move(member_of(restated.outcome.states, row), part)
    _add_to_house(parts, restated.outcome, entries)
    return entries


def _entries(programme: LiveProgramme, outcome: Outcome, records: Sequence[Record], legs: Integers | None) -> Entries:
    seqs = np.array([record.seq for record in records], dtype=np.int64)
    return entries_of(programme, outcome, seqs, np.zeros(len(outcome.states.members), dtype=np.int64), legs)


def _add_to_house(parts: Sequence[_Part], outcome: Outcome, entries: Entries) -> None:
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
            parts[row][0].house[wallet, place] += points


def _of_member(rows: Integers, stream: _Stream) -> Integers:
    own: Integers = rows[rows[:, 0] == stream.states.members[0]]
    return own


def member_of(states: States, row: int) -> States:
    """The states of one member of several."""
    lots = states.lots[states.lot_offsets[row] : states.lot_offsets[row + 1]]
    progress = states.progress[states.progress_offsets[row] : states.progress_offsets[row + 1]]
    draws = states.draws[states.draw_offsets[row] : states.draw_offsets[row + 1]]
    return States(
        members=states.members[row : row + 1],
        header=states.header[row : row + 1],
        accounts=states.accounts[row : row + 1],
        lots=lots,
        lot_offsets=np.array([0, len(lots)], dtype=np.int64),
        progress=progress,
        progress_offsets=np.array([0, len(progress)], dtype=np.int64),
        draws=draws,
        draw_offsets=np.array([0, len(draws)], dtype=np.int64),
    )


def joined(parts: Sequence[States]) -> States:
    """The states of several members, ascending, as one."""
    return States(
        members=np.concatenate([part.members for part in parts]),
        header=np.concatenate([part.header for part in parts]),
        accounts=np.concatenate([part.accounts for part in parts]),
        lots=np.concatenate([part.lots for part in parts]),
        lot_offsets=_offsets([len(part.lots) for part in parts]),
        progress=np.concatenate([part.progress for part in parts]),
        progress_offsets=_offsets([len(part.progress) for part in parts]),
        draws=np.concatenate([part.draws for part in parts]),
        draw_offsets=_offsets([len(part.draws) for part in parts]),
    )


def _offsets(sizes: list[int]) -> Integers:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.array(sizes, dtype=np.int64))])
