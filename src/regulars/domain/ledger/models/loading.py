"""Loading, under lock, what the engine needs to know of the members of a batch.

Most batches only earn, and earning needs no lots: those of a member are loaded when time may change one of them by
the last event, or when the batch spends, refunds or slides their expiry. A member who only spends needs the lots that
are drawn first, which `lots` finds. `Loaded.unread_expiry` remembers, for lots left unread, the first day on which time
changes one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.db import connection

from regulars.domain.ledger.models.lots import wanted_lots
from regulars.domain.ledger.models.needs import Needs
from regulars.domain.ledger.models.parts import (
    Parts,
    all_draws,
    all_lots,
    all_tallies,
    is_tally,
    offsets_of,
    wanted_draws,
    wanted_tallies,
)
from regulars.domain.ledger.models.statements import STATE_COLUMNS, execute, fetch, listing
from regulars.domain.ledger.models.wallets import wallet_indexes
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, States

GENESIS = bytes(32)
"""What a chain begins with."""

_BEGINNING = np.iinfo(np.int64).min
_EXTRA = ("log_seq", "accepted_at", "active_at", "version_id")

_MAKE_STATES = f"""
    INSERT INTO ledger_member_state (programme_id, member_id, {", ".join(STATE_COLUMNS)},
        log_seq, accepted_at, active_at, version_id, progress)
    SELECT %s, listed.value, %s, %s, 0, 0, 0, 0, 0, 0, 0, 0, {NEVER_DAY}, 0, 0, 0, 0, 0, 0, %s, %s
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
    SELECT member_id, wallet, available, debt, seq, lots, earned, held, pending, owed, next_expiry_day, chain_head
    FROM ledger_account WHERE programme_id = %s AND member_id {any}
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
class Locked:
    """The rows of member states, held until the transaction ends; columns as in `Loaded`.

    versions: int64[m], the version in whose numbers each state is told.
    """

    members: Integers
    header: Integers
    log_seq: Integers
    accepted_at: Integers
    active_at: Integers
    versions: Integers
    progress: list[bytes]

    def of(self, members: Integers) -> Integers:
        """The rows of some of the members."""
        return np.searchsorted(self.members, members)


def lock_states(programme: LiveProgramme, members: Sequence[int]) -> Locked:
    """Make the missing states of members, then lock all in ascending order, so that batches never wait in a ring."""
    execute(
        _MAKE_STATES,
        [programme.id, _BEGINNING, _BEGINNING, programme.version_id, b"", listing(members), programme.id],
    )
    return _rows_of_states(fetch(_STATES + for_update(), [programme.id, listing(members)]))


def load(programme: LiveProgramme, locked: Locked, needs: Needs) -> Loaded:
    """The states of locked members as far as `needs` asks for."""
    members = needs.members
    accounts, expiry, heads = load_accounts(programme, members)
    rows = np.searchsorted(locked.members, members)
    with_holds = members[locked.header[rows, Header.NEXT_TIMEOUT_AT] > 0]
    draws = wanted_draws(programme, members, [*needs.orders, *needs.holds], with_holds)
    lots, unread = wanted_lots(programme, needs, accounts, expiry, draws)
    tallies = wanted_tallies(programme, members, needs.orders)
    return _assembled(locked, members, (accounts, heads), Parts(lots, draws, tallies), unread)


def load_whole(programme: LiveProgramme, locked: Locked, members: Integers) -> Loaded:
    """The states of some locked members (ascending) with all lots that are not superseded, and all draws."""
    accounts, expiry, heads = load_accounts(programme, members)
    parts = Parts(
        all_lots(programme, members), all_draws(programme, members), (np.zeros((0, 3), dtype=np.int64), members[:0])
    )
    return _assembled(locked, members, (accounts, heads), parts, np.full_like(expiry, NEVER_DAY))


def _assembled(
    locked: Locked,
    members: Integers,
    accounts: tuple[Integers, list[bytes]],
    parts: Parts,
    unread_expiry: Integers,
) -> Loaded:
    rows = np.searchsorted(locked.members, members)
    progress, progress_offsets = _with_tallies([locked.progress[row] for row in rows], parts.tallies)
    return Loaded(
        states=States(
            members=members,
            header=locked.header[rows],
            accounts=accounts[0],
            lots=parts.lots[0],
            lot_offsets=parts.lots[1],
            progress=progress,
            progress_offsets=progress_offsets,
            draws=parts.draws[0],
            draw_offsets=parts.draws[1],
        ),
        log_seq=locked.log_seq[rows],
        accepted_at=locked.accepted_at[rows],
        active_at=locked.active_at[rows],
        unread_expiry=unread_expiry,
        chain_heads=accounts[1],
    )


def load_entire(programme: LiveProgramme, locked: Locked, members: Integers) -> Loaded:
    """As `load_whole`, with the tallies of all orders: all that another version needs to take the states over."""
    accounts, expiry, heads = load_accounts(programme, members)
    parts = Parts(all_lots(programme, members), all_draws(programme, members), all_tallies(programme, members))
    return _assembled(locked, members, (accounts, heads), parts, np.full_like(expiry, NEVER_DAY))


def read_locked(programme_id: int, members: Sequence[int]) -> Locked:
    """The rows of member states as they are; nothing is locked."""
    return _rows_of_states(fetch(_STATES, [programme_id, listing(members)]))


def _rows_of_states(rows: Sequence[tuple[Any, ...]]) -> Locked:
    width = 1 + len(STATE_COLUMNS)
    numbers = np.array([row[:-1] for row in rows], dtype=np.int64).reshape(-1, width + len(_EXTRA))
    return Locked(
        members=np.ascontiguousarray(numbers[:, 0]),
        header=np.ascontiguousarray(numbers[:, 1:width]),
        log_seq=numbers[:, width],
        accepted_at=numbers[:, width + 1],
        active_at=numbers[:, width + 2],
        versions=numbers[:, width + 3],
        progress=[bytes(row[-1]) for row in rows],
    )


def load_open(programme: LiveProgramme, locked: Locked, members: Integers) -> Loaded:
    """The states of some members with all their open lots, and the draws of open holds."""
    count = len(members)
    needs = Needs(
        members=members,
        last_day=np.zeros(count, dtype=np.int64),
        all_lots=np.ones(count, dtype=np.bool_),
        points=np.zeros((count, len(programme.compiled.wallet_ids)), dtype=np.int64),
        expired=np.zeros(count, dtype=np.bool_),
    )
    return load(programme, locked, needs)


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
        accounts[at, wallet] = numbers[:, 2:10]
        expiry[at, wallet] = numbers[:, 10]
        for row, place in zip(rows, (at * wallets + wallet).tolist(), strict=True):
            heads[place] = bytes(row[-1])
    return accounts, expiry, heads


def pack(progress: Integers, offsets: Integers) -> list[bytes]:
    """Progress as one block of little-endian int64 per member, without the tallies of orders."""
    kept = ~is_tally(progress)
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept)])
    data = np.ascontiguousarray(progress[kept], dtype="<i8").tobytes()
    bounds = (before[offsets] * 24).tolist()
    return [data[start:end] for start, end in pairwise(bounds)]


def _with_tallies(blocks: list[bytes], tallies: tuple[Integers, Integers]) -> tuple[Integers, Integers]:
    """Progress of members from their blocks, and the tallies (rows, and the member's place of each) beside it."""
    progress, offsets = _unpack(blocks)
    rows, places = tallies
    if not len(rows):
        return progress, offsets
    owner = np.concatenate([np.repeat(np.arange(len(blocks)), np.diff(offsets)), places])
    order = np.argsort(owner, kind="stable")
    return np.concatenate([progress, rows])[order], offsets_of(owner[order], len(blocks))


def _unpack(blocks: list[bytes]) -> tuple[Integers, Integers]:
    progress = np.frombuffer(b"".join(blocks), dtype="<i8").astype(np.int64).reshape(-1, 3)
    sizes = np.array([len(block) // 24 for block in blocks], dtype=np.int64)
    return progress, np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
