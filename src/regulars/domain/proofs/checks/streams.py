"""Members on the way through their logs, as events were accepted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from regulars.domain.ledger.models.reading import merged_sales, merges_in, valid
from regulars.domain.ledger.operations.batch import CHANGING_HISTORY
from regulars.domain.programmes.policy import learnt_since, legs_between, legs_of
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Leg, LiveProgramme, Schedule
from regulars.domain.proofs.checks.simulating import Logged
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record
from regulars.engine.states import Draw, Header, Integers, Lot, LotStatus, States, empty_states
from regulars.engine.succession import wallet_map

_BEGINNING = (np.iinfo(np.int64).min, 0)
_SOLD = ("purchase", "refund")


class Step(NamedTuple):
    """What happens to a member next: events in order, after which another version may take over, or a restatement.

    way: the versions that the member is restated through; empty when the events came in order.
    """

    stream: Stream
    part: list[Record]
    switch: Leg | None = None
    way: tuple[Leg, ...] = ()


class Stream:
    """One member on the way through their log, which tells events by number."""

    def __init__(self, schedule: Schedule, events: Sequence[Logged]) -> None:
        self.schedule = schedule
        self.member = events[0].record.member
        self.left = [
            Batch(accepted_at, [event.record._replace(decided=False) for event in group])
            for accepted_at, group in groupby(events, key=lambda event: event.accepted_at)
        ]
        self.done: list[Record] = []
        self.latest = _BEGINNING
        self.accepted_at = events[0].accepted_at
        first = self.left[0]
        span = (min(record.occurred_at for record in first.records),) * 2
        self.programme = version(legs_between(schedule, self.member, span, first.accepted_at)[-1].version_id)
        wallets = len(self.programme.compiled.wallet_ids)
        self.states = empty_states(np.array([self.member], dtype=np.int64), wallets)
        self.house = np.zeros((wallets, len(HOUSES)), dtype=np.int64)
        self.superseded: list[tuple[LiveProgramme, Integers]] = []
        self.changes: list[Integers] = []
        self.goals: list[Integers] = []

    def step(self) -> Step:
        """The next batch, with those after it as long as they came in order and under the same version."""
        batch = self.left.pop(0)
        if self._is_late(batch):
            way = self._way(batch)
            self._pass(batch)
            return Step(self, batch.records, way=way)
        following = self._following(batch)
        part = [record for record in batch.records if following is None or record.occurred_at < following.starts_at]
        rest = batch.records[len(part) :]
        if following is not None:
            self.left.insert(0, Batch(batch.accepted_at, rest))
            self.latest, self.accepted_at = (following.starts_at, _BEGINNING[0]), batch.accepted_at
            return Step(self, part, following)
        self._pass(batch)
        while self.left and self._goes_on(self.left[0]):
            self._pass(self.left[0])
            part += self.left.pop(0).records
        return Step(self, part)

    def merged(self, records: Sequence[Record]) -> list[Record]:
        """The sales of members whom these records merge into this one."""
        return merged_sales(self.programme.id, merges_in(records))

    def sales(self, part: Sequence[Record]) -> list[Record]:
        """The sales that refunds of the part refer to: applied before, or brought by a merge until the part ends."""
        orders = {event.body.get("order_id") for event in part if event.body["kind"] == "refund"} - {None}
        if not orders:
            return []
        told = [*valid(self.done), *self.merged([*self.done, *part])]
        return [sale for sale in told if sale.body["kind"] in _SOLD and sale.body.get("order_id") in orders]

    def move(self, programme: LiveProgramme, states: States, part: Sequence[Record]) -> None:
        """Stand where the engine has put the member."""
        gone = states.lots[:, Lot.STATUS] == LotStatus.SUPERSEDED
        if gone.any():
            owner = np.full((int(gone.sum()), 1), self.member, dtype=np.int64)
            self.superseded.append((programme, np.concatenate([owner, states.lots[gone]], axis=1)))
            lots = states.lots[~gone]
            states = states._replace(lots=lots, lot_offsets=np.array([0, len(lots)], dtype=np.int64))
        self.change_to(programme)
        self.states = states
        self.done += [record._replace(decided=True) for record in part]

    def change_to(self, programme: LiveProgramme) -> None:
        """Count what was posted to the house accounts in another version's numbers."""
        if programme is not self.programme:
            house = np.zeros((len(programme.compiled.wallet_ids), len(HOUSES)), dtype=np.int64)
            house[wallet_map(self.programme.compiled, programme.compiled)] = self.house
            self.house, self.programme = house, programme

    def _is_late(self, batch: Batch) -> bool:
        """Whether the batch makes the member be restated."""
        clock, key = (int(self.states.header[0, column]) for column in (Header.CLOCK, Header.CLOCK_KEY))
        return learnt_since(self.schedule, clock, self.accepted_at, batch.accepted_at) or any(
            record.body["kind"] in CHANGING_HISTORY
            or (record.body["kind"] != "tick" and (record.occurred_at, record.key) < (clock, key))
            for record in batch.records
        )

    def _pass(self, batch: Batch) -> None:
        """Remember when the batch came and how late its events are."""
        self.latest, self.accepted_at = max(*batch.places(), self.latest), batch.accepted_at

    def _way(self, batch: Batch) -> tuple[Leg, ...]:
        instants = [record.occurred_at for record in (*self.done, *batch.records)]
        return legs_between(self.schedule, self.member, (min(instants), max(instants)), batch.accepted_at)

    def _following(self, batch: Batch) -> Leg | None:
        """The version that takes over before the last event of the batch."""
        until = max(record.occurred_at for record in batch.records)
        first = min(record.occurred_at for record in batch.records)
        since = first if self.latest == _BEGINNING else self.latest[0]
        legs = legs_of(self.schedule, self.member, until, batch.accepted_at)
        return next((leg for leg in legs[1:] if leg.starts_at > since), None)

    def _goes_on(self, batch: Batch) -> bool:
        """Whether a batch follows without a restatement and without another version."""
        return (
            min(batch.places()) >= self.latest
            and not any(record.body["kind"] in CHANGING_HISTORY for record in batch.records)
            and not learnt_since(self.schedule, self.latest[0], self.accepted_at, batch.accepted_at)
            and self._following(batch) is None
        )


class Batch(NamedTuple):
    """Events of one member that were accepted at once."""

    accepted_at: int
    records: list[Record]

    def places(self) -> list[tuple[int, int]]:
        """Where its events stand in time."""
        return [(record.occurred_at, record.key) for record in self.records]


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
        lots=np.concatenate([part.lots for part in parts]).reshape(-1, len(Lot)),
        lot_offsets=_offsets([len(part.lots) for part in parts]),
        progress=np.concatenate([part.progress for part in parts]),
        progress_offsets=_offsets([len(part.progress) for part in parts]),
        draws=np.concatenate([part.draws for part in parts]).reshape(-1, len(Draw)),
        draw_offsets=_offsets([len(part.draws) for part in parts]),
    )


def _offsets(sizes: list[int]) -> Integers:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.array(sizes, dtype=np.int64))])
