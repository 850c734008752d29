"""A ledger in memory: the shortest thing that keeps what the engine answers, late events included."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import LotUse, Outcome, Refusal, Transaction
from regulars.engine.phases import Phase
from regulars.engine.postings import HOUSES, MEMBER_LEGS, house_legs
from regulars.engine.records import Record, batch_from_records
from regulars.engine.restate import earlier, restate
from regulars.engine.states import Account, Header, Integers, Lot, LotStatus, States, empty_states


def any_late(states: States, batch: EventBatch) -> bool:
    """Whether an event of the batch, other than a tick, comes before what has been applied to its member."""
    members, at, key, kind = (batch.events[name].to_numpy() for name in ("member", "occurred_at", "key", "kind"))
    before = earlier(states.header[np.searchsorted(states.members, members)], at, key)
    return bool((before & (kind != EventKind.TICK)).any())


class ShadowLedger:
    """One member's states, lots and totals under a programme, with the log of accepted events."""

    def __init__(self, programme: CompiledProgramme) -> None:
        self.programme = programme
        self.states = empty_states(np.array([1]), len(programme.wallet_ids))
        self.log: list[Record] = []
        self.house = np.zeros((1, len(programme.wallet_ids), len(HOUSES)), dtype=np.int64)
        self.restated = 0

    def accept(self, records: Sequence[Record]) -> Outcome:
        """Take in events as they arrive; redemptions that are refused are not logged."""
        sales = [past for past in self.log if past.body["kind"] in ("purchase", "refund")]
        batch = batch_from_records(self.programme, records, sales)
        if any_late(self.states, batch):
            outcome, legs = self._restate(records)
        else:
            outcome = advance(self.programme, self.states, batch)
            legs = house_legs(outcome.transactions)
        self._check(outcome, legs)
        refusals = outcome.refusals[-len(records) :]
        self.log += [
            record._replace(decided=True)
            for record, refusal in zip(records, refusals, strict=True)
            if refusal == Refusal.NONE
        ]
        np.add.at(
            self.house[0], (outcome.transactions[:, Transaction.WALLET, None], np.arange(len(HOUSES))[None, :]), legs
        )
        self.states = _without_superseded(outcome.states)
        return outcome

    def _restate(self, records: Sequence[Record]) -> tuple[Outcome, Integers]:
        self.restated += 1
        outcome, legs, _ = restate([Phase(self.programme, [*self.log, *records])], self.states, self.house)
        return outcome, legs

    def _check(self, outcome: Outcome, legs: Integers) -> None:
        """Every transaction sums to zero, numbers are gapless, and points are where lots and debt say."""
        posted = outcome.transactions
        assert np.array_equal(posted[:, MEMBER_LEGS].sum(axis=1), -legs.sum(axis=1))
        for wallet in range(len(self.programme.wallet_ids)):
            before = self.states.accounts[0, wallet]
            after = outcome.states.accounts[0, wallet]
            own = posted[posted[:, Transaction.WALLET] == wallet]
            assert list(own[:, Transaction.SEQ]) == list(range(before[Account.SEQ] + 1, after[Account.SEQ] + 1))
            assert after[Account.AVAILABLE] == before[Account.AVAILABLE] + own[:, Transaction.POINTS].sum()
            lots = outcome.states.lots[outcome.states.lots[:, Lot.WALLET] == wallet]
            waiting = lots[:, Lot.PENDING_DAY] > 0
            assert after[Account.AVAILABLE] == lots[~waiting, Lot.REMAINING].sum() - after[Account.DEBT]
            assert after[Account.PENDING] == lots[waiting, Lot.REMAINING].sum()
            self._check_lots(outcome, wallet, lots)

    def _check_lots(self, outcome: Outcome, wallet: int, lots: Integers) -> None:
        """What is left in each lot is what was there, or earned, less what transactions drew."""
        stored = self.states.lots[self.states.lots[:, Lot.WALLET] == wallet]
        start = {int(lot[Lot.NUMBER]): int(lot[Lot.REMAINING]) for lot in stored}
        for lot in lots:
            assert 0 <= lot[Lot.REMAINING] <= lot[Lot.EARNED]
            uses = outcome.uses
            drawn = uses[(uses[:, LotUse.WALLET] == wallet) & (uses[:, LotUse.LOT] == lot[Lot.NUMBER]), LotUse.POINTS]
            before = start.get(int(lot[Lot.NUMBER]), int(lot[Lot.EARNED]))
            assert lot[Lot.REMAINING] == before - drawn.sum()


def _without_superseded(states: States) -> States:
    lots = states.lots[states.lots[:, Lot.STATUS] != LotStatus.SUPERSEDED]
    return states._replace(lots=lots, lot_offsets=np.array([0, len(lots)]))


_SUMS = [Account.AVAILABLE, Account.DEBT, Account.EARNED, Account.HELD, Account.PENDING, Account.OWED]


def in_time_order(programme: CompiledProgramme, log: Sequence[Record]) -> States:
    """The states that a replay of a log in time order gives."""
    batch = batch_from_records(programme, log)
    return advance(programme, empty_states(np.array([1]), len(programme.wallet_ids)), batch).states


def essence(states: States) -> tuple[object, ...]:
    """What time order decides: balances, lots by source, tier and progress; not the numbers things were given."""
    accounts = states.accounts[0][:, _SUMS].tolist()
    ignored = [Lot.NUMBER, Lot.STATUS]
    lots = sorted(map(tuple, np.delete(states.lots, ignored, axis=1).tolist()))
    header = np.delete(states.header[0], Header.EVENTS).tolist()
    return accounts, lots, header, states.progress.tolist()
