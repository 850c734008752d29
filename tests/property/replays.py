"""Histories on the disk from records, and what replays of histories give, for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.queries import Slice, chunks_of, read_chunk, read_manifest
from regulars.domain.history.types import Logged, Manifest, Origin, Table
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted
from regulars.domain.replay.queries import merges_in, sales_of
from regulars.engine.advance import advance
from regulars.engine.records import Record
from regulars.engine.states import Account, Header, Lot, States, empty_states

BALANCES = [Account.AVAILABLE, Account.DEBT, Account.EARNED, Account.HELD, Account.PENDING, Account.OWED]
OPEN = [Lot.WALLET, Lot.SOURCE_SEQ, Lot.RULE, Lot.EARNED_AT, Lot.EXPIRES_DAY, Lot.REMAINING, Lot.PENDING_DAY]


def history_of(records: Sequence[Record], folder: Path, files: int = 1) -> Path:
    """A folder with these records, in so many files."""
    with writing(folder):
        store = Store(folder, Manifest(Origin.FILE, "test", 0, 1, 0, complete=True))
        for number in range(files):
            logged = [
                Logged(one.member, one.seq, one.key, one.occurred_at, 0, 0, json.dumps(one.body))
                for one in records[number::files]
            ]
            frames = frames_of(logged)
            store.add({Table.EVENTS: frames.events, Table.LINES: frames.lines})
    return folder


def told(states: States) -> list[object]:
    """What a ledger and a replay must agree on: tiers and all that goes with them, balances, open lots."""
    owners = np.repeat(states.members, np.diff(states.lot_offsets))
    lots = [
        [owner, *lot[OPEN].tolist()]
        for owner, lot in zip(owners.tolist(), states.lots, strict=True)
        if lot[Lot.REMAINING]
    ]
    header = np.delete(states.header, Header.NEXT_DUE_DAY, axis=1)
    return [states.members.tolist(), header.tolist(), states.accounts[:, :, BALANCES].tolist(), sorted(lots)]


def replayed(live: LiveProgramme, folder: Path) -> list[States]:
    """The states that the history gives, a few members at a time."""
    manifest = read_manifest(folder)
    found = []
    for chunk in chunks_of(folder, manifest, Slice(), at_once=10):
        fit = fitted(live.compiled, read_chunk(folder, manifest, Slice(), chunk))
        assert fit.unfit.is_empty()
        members = np.sort(fit.frames.events["member"].unique().to_numpy())
        sales = sales_of(folder, manifest, merges_in(folder, manifest), chunk.low, chunk.high)
        batch = batch_of(live.compiled, fit.frames, Facts(caps=True), sales)
        empty = empty_states(members, len(live.compiled.wallet_ids))
        found.append(advance(live.compiled, empty, batch).states)
    return found
