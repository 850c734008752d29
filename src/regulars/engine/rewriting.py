"""What stands of members in the ledger, rewritten to what a replay gives.

All lots and wallets of all members are compared at once, in columns. What belongs to one member and wallet is told by
a number: the member's row times the number of wallets, plus the wallet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.engine.outcome import LotUse, Outcome, Transaction, TransactionKind
from regulars.engine.postings import house_legs
from regulars.engine.states import Account, Draw, Header, Integers, Lot, LotStatus, RuleIndex, States

_PINNED = [
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
]
_MOVING = [Lot.EXPIRES_DAY, Lot.REMAINING, Lot.EXPIRED, Lot.TAKEN, Lot.REFUNDED, Lot.PENDING_DAY]
_BALANCES = [Account.AVAILABLE, Account.HELD, Account.PENDING, Account.OWED]


class _Lots(NamedTuple):
    """Lots, and the member and wallet of each."""

    rows: Integers
    accounts: Integers


class _Rewritten(NamedTuple):
    """Stored lots brought to what a replay gives, the new ones included, by member and wallet.

    uses: int64[n, 3] of member and wallet, lot, points drawn from it. numbers: those that the replay's lots have now.
    """

    lots: _Lots
    uses: Integers
    numbers: Integers


def difference(stored: States, replayed: Outcome, house: Integers) -> tuple[Outcome, Integers]:
    """What brings stored members to a replay, and what each of its transactions posts to the house accounts.

    A member's wallet has one transaction, or none where nothing changes. house: int64[members, wallets, len(HOUSES)]
    points posted to the house accounts so far.
    """
    after = replayed.states
    old = stored.lots.copy()
    old[:, Lot.STATUS] = LotStatus.LOADED
    lots = _Lots(after.lots, _accounts_of(after.lots[:, Lot.WALLET], after.lot_offsets, house))
    rewritten = _rewritten(
        _Lots(old, _accounts_of(old[:, Lot.WALLET], stored.lot_offsets, house)),
        lots,
        stored.accounts[:, :, Account.LOTS].ravel(),
    )
    due = _house_totals(replayed, house.shape) - house
    accounts, posted = _accounts(stored, after, rewritten, due)
    states = after._replace(
        accounts=accounts,
        lots=rewritten.lots.rows,
        lot_offsets=_offsets(rewritten.lots.accounts, house),
        draws=_renumbered(after, lots, rewritten.numbers),
    )
    outcome = Outcome(
        states=states,
        transactions=_transactions(stored, states, posted),
        uses=_uses(rewritten.uses, posted, house.shape[1]),
        tier_changes=replayed.tier_changes[:0],
        goals=replayed.goals[:0],
        refusals=replayed.refusals,
    )
    return outcome, due[posted]


def _accounts_of(wallets: Integers, offsets: Integers, table: Integers) -> Integers:
    """The member and wallet of rows of members; `table` has a place for each."""
    accounts: Integers = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets)) * table.shape[1] + wallets
    return accounts


def _offsets(accounts: Integers, table: Integers) -> Integers:
    """Where the rows of each member begin."""
    members, wallets = table.shape[:2]
    offsets: Integers = np.searchsorted(accounts, np.arange(members + 1) * wallets).astype(np.int64)
    return offsets


def _house_totals(outcome: Outcome, shape: tuple[int, ...]) -> Integers:
    """Points a replay posts to the house accounts: the other side of what members get and give."""
    totals = np.zeros(shape, dtype=np.int64)
    posted = outcome.transactions
    np.add.at(totals, (posted[:, Transaction.MEMBER], posted[:, Transaction.WALLET]), house_legs(posted))
    return totals


def _rewritten(old: _Lots, new: _Lots, last: Integers) -> _Rewritten:
    """Stored lots brought to what time order gives; `last` is the number of the last lot by member and wallet.

    A lot with the same source, rule and terms is kept and moved to its new state; any other is superseded and what
    time order gives instead is made as a new lot, numbered after the last one.
    """
    kept, stays = _pairs(old, new)
    lots, fresh = old.rows.copy(), new.rows.copy()
    drawn = new.rows[:, Lot.EARNED] - new.rows[:, Lot.REMAINING]
    drawn[stays] = old.rows[kept, Lot.REMAINING] - new.rows[stays, Lot.REMAINING]
    moved = (old.rows[kept][:, _MOVING] != new.rows[stays][:, _MOVING]).any(axis=1)
    lots[np.ix_(kept[moved], _MOVING)] = new.rows[np.ix_(stays[moved], _MOVING)]
    lots[kept[moved], Lot.STATUS] = LotStatus.CHANGED
    gone = _others(kept, len(lots))
    lots[gone, Lot.REMAINING] = 0
    lots[gone, Lot.STATUS] = LotStatus.SUPERSEDED
    made = _others(stays, len(fresh))
    of_made = new.accounts[made]
    fresh[stays, Lot.NUMBER] = old.rows[kept, Lot.NUMBER]
    fresh[made, Lot.NUMBER] = last[of_made] + _places(of_made)
    fresh[made, Lot.STATUS] = LotStatus.NEW
    drawn_from_new = np.stack([new.accounts, fresh[:, Lot.NUMBER], drawn], axis=1)
    left = np.stack([old.accounts[gone], old.rows[gone, Lot.NUMBER], old.rows[gone, Lot.REMAINING]], axis=1)
    uses = np.concatenate([drawn_from_new, left])
    uses = uses[uses[:, 2] != 0]
    accounts = np.concatenate([old.accounts, of_made])
    order = np.argsort(accounts, kind="stable")
    return _Rewritten(
        lots=_Lots(np.concatenate([lots, fresh[made]])[order], accounts[order]),
        uses=uses[np.argsort(uses[:, 0], kind="stable")],
        numbers=fresh[:, Lot.NUMBER],
    )


def _pairs(old: _Lots, new: _Lots) -> tuple[Integers, Integers]:
    """The rows of old lots that stay what they are, and of the new ones that they stay as."""
    keys = [np.concatenate(parts) for parts in zip(_sources(old), _sources(new), strict=True)]
    order = np.lexsort(keys)
    first, second = order[:-1], order[1:]
    same = np.logical_and.reduce([key[first] == key[second] for key in keys])
    known, told = first[same], second[same] - len(old.rows)
    pinned = (old.rows[known][:, _PINNED] == new.rows[told][:, _PINNED]).all(axis=1)
    return known[pinned], told[pinned]


def _sources(lots: _Lots) -> tuple[Integers, ...]:
    """What tells lots apart in any history: member and wallet, source, rule, and the how-manieth of these it is."""
    keys = (lots.rows[:, Lot.RULE], lots.rows[:, Lot.SOURCE_SEQ], lots.accounts)
    return (_places(*keys), *keys)


def _places(*keys: Integers) -> Integers:
    """For each row the how-manieth it is, from 1, of those with the same keys."""
    order = np.lexsort(keys)
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = np.logical_or.reduce([key[order[1:]] != key[order[:-1]] for key in keys])
    counted = np.arange(len(order))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = counted - np.maximum.accumulate(np.where(begins, counted, 0)) + 1
    return places


def _others(rows: Integers, count: int) -> Integers:
    """The rows of `count` that are not among these, ascending."""
    left = np.ones(count, dtype=np.bool_)
    left[rows] = False
    return np.flatnonzero(left)


def _renumbered(replayed: States, lots: _Lots, numbers: Integers) -> Integers:
    """The draws of a replay, naming its lots by the numbers that these have now."""
    draws = replayed.draws
    accounts = _accounts_of(draws[:, Draw.WALLET], replayed.draw_offsets, replayed.accounts)
    told = draws.copy()
    told[:, Draw.STATUS] = LotStatus.NEW
    of_lots = np.flatnonzero(draws[:, Draw.LOT] > 0)
    beyond = lots.rows[:, Lot.NUMBER].max(initial=0) + 1
    keys = lots.accounts * beyond + lots.rows[:, Lot.NUMBER]
    order = np.argsort(keys)
    named = accounts[of_lots] * beyond + draws[of_lots, Draw.LOT]
    told[of_lots, Draw.LOT] = numbers[order[np.searchsorted(keys, named, sorter=order)]]
    return told


_Places = tuple[Integers, Integers]
"""Rows of members and their wallets."""


def _accounts(stored: States, after: States, rewritten: _Rewritten, due: Integers) -> tuple[Integers, _Places]:
    """Accounts as they are afterwards, and which of them a transaction is posted to."""
    status, of_lots = rewritten.lots.rows[:, Lot.STATUS], rewritten.lots.accounts
    shape = due.shape[:2]
    touched = np.zeros(shape, dtype=np.bool_)
    touched.ravel()[of_lots[status != LotStatus.LOADED]] = True
    touched |= (after.accounts[:, :, _BALANCES] != stored.accounts[:, :, _BALANCES]).any(axis=2)
    touched |= due.any(axis=2)
    made = np.bincount(of_lots[status == LotStatus.NEW], minlength=touched.size).reshape(shape)
    accounts = after.accounts.copy()
    accounts[:, :, Account.SEQ] = stored.accounts[:, :, Account.SEQ] + touched
    accounts[:, :, Account.LOTS] = stored.accounts[:, :, Account.LOTS] + made
    rows, wallets = np.nonzero(touched)
    return accounts, (rows, wallets)


def _transactions(stored: States, after: States, posted: _Places) -> Integers:
    rows, wallets = posted
    accounts = after.accounts[posted]
    change = accounts - stored.accounts[posted]
    transactions = np.zeros((len(rows), len(Transaction)), dtype=np.int64)
    transactions[:, Transaction.MEMBER] = rows
    transactions[:, Transaction.EVENT] = -1
    transactions[:, Transaction.WALLET] = wallets
    transactions[:, Transaction.SEQ] = accounts[:, Account.SEQ]
    transactions[:, Transaction.KIND] = TransactionKind.RESTATE
    transactions[:, Transaction.POINTS] = change[:, Account.AVAILABLE]
    transactions[:, Transaction.HELD] = change[:, Account.HELD]
    transactions[:, Transaction.PENDING] = change[:, Account.PENDING]
    transactions[:, Transaction.OWED] = -change[:, Account.OWED]
    transactions[:, Transaction.AVAILABLE] = accounts[:, Account.AVAILABLE]
    transactions[:, Transaction.DEBT] = accounts[:, Account.DEBT]
    transactions[:, Transaction.OCCURRED_AT] = after.header[rows, Header.CLOCK]
    transactions[:, Transaction.RULE] = RuleIndex.NONE
    transactions[:, Transaction.TIER] = after.header[rows, Header.TIER]
    return transactions


def _uses(uses: Integers, posted: _Places, wallets: int) -> Integers:
    """Uses of lots by the transactions to their wallets."""
    told = np.zeros((len(uses), len(LotUse)), dtype=np.int64)
    told[:, LotUse.TRANSACTION] = np.searchsorted(posted[0] * wallets + posted[1], uses[:, 0])
    told[:, LotUse.MEMBER], told[:, LotUse.WALLET] = np.divmod(uses[:, 0], wallets)
    told[:, [LotUse.LOT, LotUse.POINTS]] = uses[:, 1:]
    return told
