"""Loading, under lock, what the engine needs to know of the members of a batch.

Most batches only earn, and earning needs no lots: those of a member are loaded when one of them may expire by
the last event, or when the batch spends, refunds or slides their expiry. `Loaded.unread_expiry` remembers, for
lots left unread, the day on which the first of them expires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from regulars.domain.ledger.models.statements import LOT_COLUMNS, STATE_COLUMNS, execute, fetch, listing, pairs
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, Lot, States

GENESIS = bytes(32)
"""What a chain begins with."""

Flags = npt.NDArray[np.bool_]

_BEGINNING = np.iinfo(np.int64).min
_EXTRA = ("log_seq", "accepted_at", "active_at")

_MAKE_STATES = f"""
    INSERT INTO ledger_member_state (programme_id, member_id, {", ".join(STATE_COLUMNS)},
        log_seq, accepted_at, active_at, version_id, progress)
    SELECT %s, listed.value, %s, %s, 0, 0, 0, 0, 0, 0, 0, 0, {NEVER_DAY}, 0, 0, 0, 0, %s, %s
    FROM {{listed}}
    WHERE NOT EXISTS (
        SELECT 1 FROM ledger_member_state s WHERE s.programme_id = %s AND s.member_id = listed.value
    )
    ORDER BY listed.value
    ON CONFLICT DO NOTHING
"""
_STATES = f"""
    SELECT member_id, {", ".join(STATE_COLUMNS)}, {", ".join(_EXTRA)}, progress
    FROM ledger_member_state WHERE programme_id = %s AND member_id {{any}} ORDER BY member_id
"""
_ACCOUNTS = """
    SELECT member_id, wallet, available, debt, seq, lots, earned, next_expiry_day, chain_head
    FROM ledger_account WHERE programme_id = %s AND member_id {any}
"""
_OPEN_LOTS = f"""
    SELECT member_id, {", ".join(LOT_COLUMNS)} FROM ledger_lot
    WHERE programme_id = %s AND member_id {{any}} AND remaining > 0
"""
_STANDING_LOTS = f"""
    SELECT member_id, {", ".join(LOT_COLUMNS)} FROM ledger_lot
    WHERE programme_id = %s AND member_id {{any}} AND superseded_at IS NULL
"""
_ORDER_LOTS = f"""
    SELECT l.member_id, {", ".join("l." + name for name in LOT_COLUMNS)}
    FROM {{numbers}} CROSS JOIN ledger_lot l
    WHERE l.programme_id = %s AND l.member_id = named.member_id AND l.order_key = named.number
      AND l.order_key <> 0 AND l.remaining = 0 AND l.superseded_at IS NULL
"""


@dataclass(frozen=True)
class Loaded:
    """States of the members of a batch, ascending, and what the ledger keeps beside them.

    log_seq, accepted_at, active_at: int64[m]. unread_expiry: int64[m, w]. chain_heads: one per member and
    wallet, row by row.
    """

    states: States
    log_seq: Integers
    accepted_at: Integers
    active_at: Integers
    unread_expiry: Integers
    chain_heads: list[bytes]


@dataclass(frozen=True)
class Needs:
    """What a batch needs of its members (ascending): the latest local day that one of their events can fall on,

    whose open lots are all needed, and the orders (member, order key) whose lots are needed though they are spent.
    """

    members: Integers
    last_day: Integers
    all_lots: Flags
    orders: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Locked:
    """The rows of member states, held until the transaction ends; columns as in `Loaded`."""

    members: Integers
    header: Integers
    log_seq: Integers
    accepted_at: Integers
    active_at: Integers
    progress: list[bytes]


def lock_states(programme: LiveProgramme, members: Sequence[int]) -> Locked:
    """Make the missing states of members, then lock all in ascending order, so that batches never wait in a ring."""
    execute(
        _MAKE_STATES,
        [programme.id, _BEGINNING, _BEGINNING, programme.version_id, b"", listing(members), programme.id],
    )
    rows = fetch(_STATES + for_update(), [programme.id, listing(members)])
    width = 1 + len(STATE_COLUMNS)
    numbers = np.array([row[:-1] for row in rows], dtype=np.int64)
    return Locked(
        members=np.ascontiguousarray(numbers[:, 0]),
        header=np.ascontiguousarray(numbers[:, 1:width]),
        log_seq=numbers[:, width],
        accepted_at=numbers[:, width + 1],
        active_at=numbers[:, width + 2],
        progress=[bytes(row[-1]) for row in rows],
    )


def load(programme: LiveProgramme, locked: Locked, needs: Needs) -> Loaded:
    """The states of locked members as far as `needs` asks for."""
    accounts, expiry, heads = load_accounts(programme, needs.members)
    wanted = needs.all_lots | (needs.last_day >= expiry.min(axis=1))
    lots = lots_from_rows(programme, needs.members, _lot_rows(programme, needs, wanted))
    unread = np.where(wanted[:, None], NEVER_DAY, expiry)
    return _assembled(locked, needs.members, (accounts, heads), lots, unread)


def load_whole(programme: LiveProgramme, locked: Locked, members: Integers) -> Loaded:
    """The states of some locked members (ascending) with all lots that are not superseded, spent ones too."""
    accounts, expiry, heads = load_accounts(programme, members)
    rows = fetch(_STANDING_LOTS, [programme.id, listing(members.tolist())])
    lots = lots_from_rows(programme, members, rows)
    return _assembled(locked, members, (accounts, heads), lots, np.full_like(expiry, NEVER_DAY))


def _assembled(
    locked: Locked,
    members: Integers,
    accounts: tuple[Integers, list[bytes]],
    lots: tuple[Integers, Integers],
    unread_expiry: Integers,
) -> Loaded:
    rows = np.searchsorted(locked.members, members)
    progress, progress_offsets = _unpack([locked.progress[row] for row in rows])
    return Loaded(
        states=States(
            members=members,
            header=locked.header[rows],
            accounts=accounts[0],
            lots=lots[0],
            lot_offsets=lots[1],
            progress=progress,
            progress_offsets=progress_offsets,
        ),
        log_seq=locked.log_seq[rows],
        accepted_at=locked.accepted_at[rows],
        active_at=locked.active_at[rows],
        unread_expiry=unread_expiry,
        chain_heads=accounts[1],
    )


def read_states(programme: LiveProgramme, members: Sequence[int]) -> States:
    """The states of members who have one, with all their open lots; nothing is locked."""
    rows = fetch(_STATES, [programme.id, listing(members)])
    known = np.array([row[0] for row in rows], dtype=np.int64)
    header = np.array([row[1 : 1 + len(STATE_COLUMNS)] for row in rows], dtype=np.int64)
    needs = Needs(known, np.zeros(len(known), dtype=np.int64), np.ones(len(known), dtype=np.bool_))
    locked = Locked(
        known, header.reshape(-1, len(STATE_COLUMNS)), known, known, known, [bytes(row[-1]) for row in rows]
    )
    return load(programme, locked, needs).states


def for_update() -> str:
    """What locks the rows of a query; SQLite's transaction is the only writer as it is."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""


def load_accounts(programme: LiveProgramme, members: Integers) -> tuple[Integers, Integers, list[bytes]]:
    """Accounts (int64[m, w, len(Account)]), the first day on which an open lot expires (int64[m, w]), chain heads."""
    wallets = len(programme.compiled.wallet_ids)
    accounts = np.zeros((len(members), wallets, len(Account)), dtype=np.int64)
    expiry = np.full((len(members), wallets), NEVER_DAY, dtype=np.int64)
    heads = [GENESIS] * (len(members) * wallets)
    rows = fetch(_ACCOUNTS, [programme.id, listing(members.tolist())])
    if rows:
        numbers = np.array([row[:-1] for row in rows], dtype=np.int64)
        at = np.searchsorted(members, numbers[:, 0])
        wallet = wallet_indexes(programme)[numbers[:, 1]]
        accounts[at, wallet] = numbers[:, 2:7]
        expiry[at, wallet] = numbers[:, 7]
        for row, place in zip(rows, (at * wallets + wallet).tolist(), strict=True):
            heads[place] = bytes(row[-1])
    return accounts, expiry, heads


def _lot_rows(programme: LiveProgramme, needs: Needs, wanted: Flags) -> list[tuple[Any, ...]]:
    """All open lots of wanted members, and the spent ones of named orders."""
    rows: list[tuple[Any, ...]] = []
    if wanted.any():
        rows = fetch(_OPEN_LOTS, [programme.id, listing(needs.members[wanted].tolist())])
    if needs.orders:
        rows = rows + fetch(_ORDER_LOTS, [*pairs(needs.orders), programme.id])
    return rows


def lots_from_rows(
    programme: LiveProgramme, members: Integers, rows: Sequence[tuple[Any, ...]]
) -> tuple[Integers, Integers]:
    """Rows of (member, columns of a lot), in any order, as the engine's matrix with its offsets."""
    lots = np.zeros((len(rows), len(Lot)), dtype=np.int64)
    if not rows:
        return lots, np.zeros(len(members) + 1, dtype=np.int64)
    numbers = np.array(rows, dtype=np.int64)
    numbers[:, 1] = wallet_indexes(programme)[numbers[:, 1]]
    numbers = numbers[np.lexsort((numbers[:, 2], numbers[:, 1], numbers[:, 0]))]
    lots[:, : len(LOT_COLUMNS)] = numbers[:, 1:]
    at = np.searchsorted(members, numbers[:, 0])
    return lots, offsets_of(at, len(members))


def offsets_of(owners: Integers, count: int) -> Integers:
    """Where the rows of each of `count` owners begin, given the ascending owner of each row."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int64)


def wallet_indexes(programme: LiveProgramme) -> Integers:
    """The programme's index of each of the ledger's wallet numbers, -1 for numbers it no longer has."""
    numbers = wallet_numbers(programme)
    indexes = np.full(max(int(numbers.max()), *programme.wallet_numbers.values()) + 1, -1, dtype=np.int64)
    indexes[numbers] = np.arange(len(numbers))
    return indexes


def wallet_numbers(programme: LiveProgramme) -> Integers:
    """The ledger's number of each of the programme's wallets, in the programme's order."""
    return np.array([programme.wallet_numbers[wallet] for wallet in programme.compiled.wallet_ids], dtype=np.int64)


def pack(progress: Integers, offsets: Integers) -> list[bytes]:
    """Progress as one block of little-endian int64 per member."""
    data = np.ascontiguousarray(progress, dtype="<i8").tobytes()
    bounds = (offsets * 24).tolist()
    return [data[start:end] for start, end in pairwise(bounds)]


def _unpack(blocks: list[bytes]) -> tuple[Integers, Integers]:
    progress = np.frombuffer(b"".join(blocks), dtype="<i8").astype(np.int64).reshape(-1, 3)
    sizes = np.array([len(block) // 24 for block in blocks], dtype=np.int64)
    return progress, np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])


def latest_seen(header: Integers) -> tuple[Integers, Integers]:
    """The clock of each member and its tie-break: an event before it is late."""
    return header[:, Header.CLOCK], header[:, Header.CLOCK_KEY]
