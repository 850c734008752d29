"""Which lots a batch needs: all open ones of some members, the first of others, and those of named orders."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.domain.ledger.models.needs import Needs
from regulars.domain.ledger.models.parts import Packed, lots_from_rows
from regulars.domain.ledger.models.statements import LOT_COLUMNS, fetch, listing, pairs
from regulars.domain.ledger.models.wallets import wallet_indexes, wallet_numbers
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.states import NEVER_DAY, Account, Draw, Integers

FIRST = 48
"""Lots read at first for a member who only spends; more when these do not hold enough."""

_COLUMNS = ", ".join("l." + name for name in (*LOT_COLUMNS, "version_id"))
_OPEN = f"""
    SELECT l.member_id, {_COLUMNS} FROM ledger_lot l
    WHERE l.programme_id = %s AND l.member_id {{any}} AND l.remaining > 0
"""
_EXPIRED = f"""
    SELECT l.member_id, {_COLUMNS} FROM ledger_lot l
    WHERE l.programme_id = %s AND l.member_id {{any}} AND l.expired > 0 AND l.superseded_at IS NULL
"""
_OF_ORDERS = f"""
    SELECT l.member_id, {_COLUMNS} FROM {{numbers}} CROSS JOIN ledger_lot l
    WHERE l.programme_id = %s AND l.member_id = named.member_id AND l.order_key = named.number
      AND l.order_key <> 0 AND l.superseded_at IS NULL
"""
_OF_DRAWS = f"""
    SELECT l.member_id, {_COLUMNS} FROM {{numbers}} CROSS JOIN ledger_lot l
    WHERE l.programme_id = %s AND l.member_id = named.member_id AND l.wallet = %s AND l.lot_no = named.number
"""
_FIRST_OF_WALLET = f"""
    SELECT l.member_id, {_COLUMNS} FROM ledger_lot l
    WHERE l.programme_id = %s AND l.member_id = %s AND l.wallet = %s AND l.remaining > 0
    ORDER BY l.expires_day, l.earned_at, l.source_seq, l.lot_no LIMIT %s
"""
_EXPIRES = 1 + LOT_COLUMNS.index("expires_day")
_SOURCE = 1 + LOT_COLUMNS.index("source_seq")
_EARNED = 1 + LOT_COLUMNS.index("earned")
_REMAINING = 1 + LOT_COLUMNS.index("remaining")
Rows = list[tuple[Any, ...]]


def wanted_lots(
    programme: LiveProgramme, needs: Needs, accounts: Integers, expiry: Integers, draws: Packed
) -> tuple[Packed, Integers]:
    """The lots that `needs` asks for, and the first day on which time changes one that was left unread, int64[m, w].

    expiry: int64[m, w], that day for all lots. draws: those of the batch, whose lots are needed too.
    """
    of_orders = fetch(_OF_ORDERS, [*pairs(needs.orders), programme.id]) if needs.orders else []
    points = needs.points + _refundable(programme, needs, of_orders)
    waiting = (accounts[:, :, Account.PENDING] > 0).any(axis=1) & (points > 0).any(axis=1)
    everything = needs.all_lots | waiting | (needs.last_day >= expiry.min(axis=1))
    unread = np.where(everything[:, None], NEVER_DAY, expiry)
    rows = of_orders + _lots_of_draws(programme, needs.members, draws)
    if everything.any():
        rows = rows + fetch(_OPEN, [programme.id, listing(needs.members[everything].tolist())])
    numbers = wallet_numbers(programme)
    for place, wallet in zip(*np.nonzero((points > 0) & ~everything[:, None]), strict=True):
        owner = (int(needs.members[place]), int(numbers[wallet]))
        found, unread[place, wallet] = _first_lots(programme.id, owner, int(points[place, wallet]))
        rows = rows + found
    if needs.expired.any():
        rows = rows + fetch(_EXPIRED, [programme.id, listing(needs.members[needs.expired].tolist())])
    return lots_from_rows(programme, needs.members, rows), unread


def _refundable(programme: LiveProgramme, needs: Needs, of_orders: Rows) -> Integers:
    """What refunds of the named orders may take from other lots: all that these orders earned, int64[m, w]."""
    points = np.zeros_like(needs.points)
    if of_orders:
        rows = np.array(of_orders, dtype=np.int64)
        wallets = wallet_indexes(programme)[rows[:, 1]]
        np.add.at(points, (np.searchsorted(needs.members, rows[:, 0]), wallets), rows[:, _EARNED])
    return points


def _first_lots(programme_id: int, wallet: tuple[int, int], points: int) -> tuple[Rows, int]:
    """Lots of a wallet (member, number) in the order of drawing that hold enough; and when the next one expires."""
    wanted = FIRST
    while True:
        rows = fetch(_FIRST_OF_WALLET, [programme_id, *wallet, wanted + 1])
        if len(rows) <= wanted:
            return rows, NEVER_DAY
        # Of lots of one event the engine knows the order: none of them is left out.
        together = rows[wanted - 1][_SOURCE] == rows[wanted][_SOURCE]
        if not together and sum(row[_REMAINING] for row in rows[:wanted]) >= points:
            return rows[:wanted], int(rows[wanted][_EXPIRES])
        wanted *= 16


def _lots_of_draws(programme: LiveProgramme, members: Integers, draws: Packed) -> Rows:
    """The lots that draws name, wallet by wallet."""
    rows: Rows = []
    owner = np.repeat(members, np.diff(draws[1]))
    named = draws[0][:, Draw.LOT] > 0
    for index, number in enumerate(wallet_numbers(programme).tolist()):
        own = named & (draws[0][:, Draw.WALLET] == index)
        if own.any():
            keys = set(zip(owner[own].tolist(), draws[0][own, Draw.LOT].tolist(), strict=True))
            rows = rows + fetch(_OF_DRAWS, [*pairs(sorted(keys)), programme.id, number])
    return rows
