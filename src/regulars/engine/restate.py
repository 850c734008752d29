"""Restating members: their events replayed in time order, and the difference to what stands in the ledger.

A late event is one that comes before what has been applied to its member. Applying it where it stands would give
another history than the one in time order, so the member is replayed from the first event, and the difference is
posted as one transaction a wallet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from regulars.engine.advance import placed
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import LotUse, Outcome, Refusal, Transaction, TransactionKind
from regulars.engine.phases import Phase, joined, replay_phases
from regulars.engine.postings import HOUSES, house_legs
from regulars.engine.records import Record
from regulars.engine.states import Account, Draw, Header, Integers, Lot, LotStatus, RuleIndex, States

_PINNED = (
    Lot.ORDER_KEY,
    Lot.EARNED_AT,
    Lot.EARNED,
    Lot.BASIS,
    Lot.NUMERATOR,
    Lot.DENOMINATOR,
    Lot.UNCAPPED,
    Lot.TIER,
    Lot.MULTIPLIERS,
    Lot.STEP,
    Lot.ROUNDING,
)
_MOVING = (Lot.EXPIRES_DAY, Lot.REMAINING, Lot.EXPIRED, Lot.TAKEN, Lot.REFUNDED, Lot.PENDING_DAY)


_BALANCES = [Account.AVAILABLE, Account.HELD, Account.PENDING, Account.OWED]
_SPENDING = ("redeem", "hold", "deduct", "transfer_out")


class Restatement(NamedTuple):
    """How to bring members to what time order gives.

    outcome: `transactions` has at most one RESTATE transaction per member and wallet, `uses` what it draws from lots
    or gives back to them; `states.lots` has the stored lots (some CHANGED or SUPERSEDED) and NEW ones, `states.draws`
    all draws.
    legs: int64[transactions, len(HOUSES)] points that each transaction posts to the house accounts.
    told: the replayed phases, whose `tier_changes` and `goals` are the members' whole history, not only what is new.
    """

    outcome: Outcome
    legs: Integers
    told: tuple[Outcome, ...]


def late_members(states: States, batch: EventBatch) -> Integers:
    """Rows of the members with an event in the batch that is earlier in time order than their clock."""
    rows = np.searchsorted(states.members, batch.events["member"].to_numpy())
    at = batch.events["occurred_at"].to_numpy()
    key = batch.events["key"].to_numpy()
    clock = states.header[rows, Header.CLOCK]
    before = (at < clock) | ((at == clock) & (key < states.header[rows, Header.CLOCK_KEY]))
    late = before & (batch.events["kind"].to_numpy() != EventKind.TICK)
    return np.unique(rows[late]).astype(np.int64)


def restate(phases: Sequence[Phase], stored: States, house: Integers) -> Restatement:
    """Replay members from their first event and state the difference, in the numbers of the last version.

    phases: every event of the members, the late ones included, whose histories go through the same versions;
    redemptions of the past are `decided`. A new redemption is refused when it could not be had at its time, or when
    points spent since would be missing.
    stored: what the ledger holds of the members, with all their lots that are not superseded, closed ones too.
    house: int64[members, wallets, len(HOUSES)] points posted to the house accounts by these members so far.
    """
    told = replay_phases(phases, stored.members)
    replayed = joined(phases, told)
    records = [record for phase in phases for record in phase.records]
    too_late = _too_late(phases[-1].programme, replayed, stored, records)
    if too_late:
        refusals = replayed.refusals.copy()
        refusals[too_late] = Refusal.INSUFFICIENT_POINTS
        kept = np.flatnonzero(refusals == Refusal.NONE)
        left = {(records[row].member, records[row].seq) for row in kept.tolist()}
        rest = [
            phase._replace(records=[record for record in phase.records if (record.member, record.seq) in left])
            for phase in phases
        ]
        told = _placed_phases(replay_phases(rest, stored.members), phases, kept)
        replayed = replace(joined(rest, told), refusals=refusals)
    return Restatement(*_difference(stored, replayed, house), tuple(told))


def _placed_phases(told: Sequence[Outcome], phases: Sequence[Phase], kept: Integers) -> list[Outcome]:
    """Outcomes of what is left of phases in rows of the whole ones; `kept` are the events left, of all phases."""
    result, first = [], 0
    for phase, outcome in zip(phases, told, strict=True):
        own = kept[(kept >= first) & (kept < first + len(phase.records))] - first
        # Ticks at the end of a phase are rows beyond its events.
        ticks = np.arange(len(phase.records), len(phase.records) + len(outcome.states.members))
        result.append(placed(outcome, np.concatenate([own, ticks]), outcome.refusals))
        first += len(phase.records)
    return result


def _difference(stored: States, replayed: Outcome, house: Integers) -> tuple[Outcome, Integers]:
    rewritten = _Rewriting(stored, replayed, house)
    for row in range(len(stored.members)):
        rewritten.member(row)
    return rewritten.restatement()


def _too_late(programme: CompiledProgramme, replayed: Outcome, stored: States, records: Sequence[Record]) -> list[int]:
    """The rows of new events that ask for points which would be missing for what was spent since."""
    missing = replayed.states.accounts[:, :, Account.DEBT] > stored.accounts[:, :, Account.DEBT]
    return [
        row
        for row, record in enumerate(records)
        if not record.decided
        and record.body["kind"] in _SPENDING
        and replayed.refusals[row] == Refusal.NONE
        and missing[np.searchsorted(stored.members, record.member), programme.wallet_ids.index(record.body["wallet"])]
    ]


class _Rewriting:
    """The difference between stored and replayed members, gathered one member after another."""

    def __init__(self, stored: States, replayed: Outcome, house: Integers) -> None:
        self.stored, self.replayed = stored, replayed
        self.legs_due = _house_totals(replayed, house.shape) - house
        self.accounts = replayed.states.accounts.copy()
        self.transactions: list[Integers] = []
        self.legs: list[Integers] = []
        self.uses: list[tuple[int, int, int, int, int]] = []
        self.lots: list[Integers] = []
        self.lot_offsets = [0]
        self.draws = replayed.states.draws.copy()
        self.draws[:, Draw.STATUS] = LotStatus.NEW

    def member(self, row: int) -> None:
        """Compare one member wallet by wallet."""
        old = self.stored.lots[self.stored.lot_offsets[row] : self.stored.lot_offsets[row + 1]].copy()
        old[:, Lot.STATUS] = LotStatus.LOADED
        offsets = self.replayed.states.lot_offsets
        new = self.replayed.states.lots[offsets[row] : offsets[row + 1]]
        drawn = slice(*self.replayed.states.draw_offsets[row : row + 2])
        for wallet in range(self.accounts.shape[1]):
            before = self.stored.accounts[row, wallet]
            after = self.accounts[row, wallet]
            after[Account.SEQ] = before[Account.SEQ]
            after[Account.LOTS] = before[Account.LOTS]
            lots, uses, numbers = _rewritten_lots(
                old[old[:, Lot.WALLET] == wallet], new[new[:, Lot.WALLET] == wallet], after
            )
            self.lots.append(lots)
            _renumber(self.draws[drawn], wallet, numbers)
            changed = bool((lots[:, Lot.STATUS] != LotStatus.LOADED).any())
            if changed or (after[_BALANCES] != before[_BALANCES]).any() or self.legs_due[row, wallet].any():
                after[Account.SEQ] += 1
                self._post(row, wallet)
                self.uses.extend((len(self.transactions) - 1, row, wallet, lot, points) for lot, points in uses)
        self.lot_offsets.append(sum(len(lots) for lots in self.lots))

    def _post(self, row: int, wallet: int) -> None:
        after = self.accounts[row, wallet]
        difference = after - self.stored.accounts[row, wallet]
        transaction = np.zeros(len(Transaction), dtype=np.int64)
        transaction[Transaction.MEMBER] = row
        transaction[Transaction.EVENT] = -1
        transaction[Transaction.WALLET] = wallet
        transaction[Transaction.SEQ] = after[Account.SEQ]
        transaction[Transaction.KIND] = TransactionKind.RESTATE
        transaction[Transaction.POINTS] = difference[Account.AVAILABLE]
        transaction[Transaction.HELD] = difference[Account.HELD]
        transaction[Transaction.PENDING] = difference[Account.PENDING]
        transaction[Transaction.OWED] = -difference[Account.OWED]
        transaction[Transaction.AVAILABLE] = after[Account.AVAILABLE]
        transaction[Transaction.DEBT] = after[Account.DEBT]
        transaction[Transaction.OCCURRED_AT] = self.replayed.states.header[row, Header.CLOCK]
        transaction[Transaction.RULE] = RuleIndex.NONE
        transaction[Transaction.TIER] = self.replayed.states.header[row, Header.TIER]
        self.transactions.append(transaction)
        self.legs.append(self.legs_due[row, wallet])

    def restatement(self) -> tuple[Outcome, Integers]:
        """Everything gathered, as arrays."""
        states = self.replayed.states._replace(
            accounts=self.accounts,
            lots=np.concatenate(self.lots) if self.lots else self.stored.lots,
            lot_offsets=np.array(self.lot_offsets, dtype=np.int64),
            draws=self.draws,
        )
        outcome = Outcome(
            states=states,
            transactions=np.array(self.transactions, dtype=np.int64).reshape(-1, len(Transaction)),
            uses=np.array(self.uses, dtype=np.int64).reshape(-1, len(LotUse)),
            tier_changes=self.replayed.tier_changes[:0],
            goals=self.replayed.goals[:0],
            refusals=self.replayed.refusals,
        )
        return (outcome, np.array(self.legs, dtype=np.int64).reshape(-1, len(HOUSES)))


def _house_totals(outcome: Outcome, shape: tuple[int, ...]) -> Integers:
    """Points a replay posts to the house accounts: the other side of what members get and give."""
    totals = np.zeros(shape, dtype=np.int64)
    posted = outcome.transactions
    np.add.at(totals, (posted[:, Transaction.MEMBER], posted[:, Transaction.WALLET]), house_legs(posted))
    return totals


_Source = tuple[int, int, int]


def _sources(lots: Integers) -> list[_Source]:
    """What tells the lots of a wallet apart in any history: source, rule, and the how-manieth of both it is."""
    seen: Counter[tuple[int, int]] = Counter()
    sources = []
    for source, rule in lots[:, [Lot.SOURCE_SEQ, Lot.RULE]].tolist():
        seen[source, rule] += 1
        sources.append((source, rule, seen[source, rule]))
    return sources


def _rewritten_lots(
    old: Integers, new: Integers, account: Integers
) -> tuple[Integers, list[tuple[int, int]], dict[int, int]]:
    """Lots of one wallet brought to what time order gives, the points drawn from each (number, points), and numbers.

    A lot with the same source, rule and terms is kept and moved to its new state; any other is superseded and
    what time order gives instead is made as a new lot, numbered after the last one (`account` is told). The last
    answer says which number the lots of `new` have now.
    """
    kept = dict(zip(_sources(old), old, strict=True))
    made: list[Integers] = []
    uses: list[tuple[int, int]] = []
    matched = set()
    numbers: dict[int, int] = {}
    for source, lot in zip(_sources(new), new, strict=True):
        known = kept.get(source)
        if known is not None and all(known[column] == lot[column] for column in _PINNED):
            matched.add(source)
            uses += _move(known, lot)
            numbers[int(lot[Lot.NUMBER])] = int(known[Lot.NUMBER])
        else:
            account[Account.LOTS] += 1
            fresh = lot.copy()
            fresh[Lot.NUMBER] = account[Account.LOTS]
            fresh[Lot.STATUS] = LotStatus.NEW
            made.append(fresh)
            numbers[int(lot[Lot.NUMBER])] = int(fresh[Lot.NUMBER])
            uses.append((int(fresh[Lot.NUMBER]), int(fresh[Lot.EARNED] - fresh[Lot.REMAINING])))
    for source, lot in kept.items():
        if source not in matched:
            uses.append((int(lot[Lot.NUMBER]), int(lot[Lot.REMAINING])))
            lot[Lot.REMAINING] = 0
            lot[Lot.STATUS] = LotStatus.SUPERSEDED
    lots = np.concatenate([old, np.array(made, dtype=np.int64).reshape(-1, len(Lot))])
    return lots, [use for use in uses if use[1] != 0], numbers


def _renumber(draws: Integers, wallet: int, numbers: dict[int, int]) -> None:
    """Let the draws of a replay name its lots by the numbers they have in the ledger."""
    for row in np.flatnonzero((draws[:, Draw.WALLET] == wallet) & (draws[:, Draw.LOT] > 0)).tolist():
        draws[row, Draw.LOT] = numbers[int(draws[row, Draw.LOT])]


def _move(known: Integers, lot: Integers) -> list[tuple[int, int]]:
    """Bring a kept lot to its replayed state; the points drawn from it."""
    if all(known[column] == lot[column] for column in _MOVING):
        return []
    drawn = int(known[Lot.REMAINING] - lot[Lot.REMAINING])
    for column in _MOVING:
        known[column] = lot[column]
    known[Lot.STATUS] = LotStatus.CHANGED
    return [(int(known[Lot.NUMBER]), drawn)]
