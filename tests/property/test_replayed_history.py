"""Replaying the live programme over the history of its ledger gives the ledger."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.history.checks import check_history
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import Slice, chunks_of, read_chunk, read_manifest
from regulars.domain.ledger.models.takeover import stored_states
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted
from regulars.engine.advance import advance
from regulars.engine.states import Account, Header, Lot, States, empty_states
from tests.property.test_ledger_histories import deliveries, installed

CAREFUL = settings(deadline=None, max_examples=30, print_blob=True, suppress_health_check=list(HealthCheck))
BALANCES = [Account.AVAILABLE, Account.DEBT, Account.EARNED, Account.HELD, Account.PENDING, Account.OWED]
OPEN = [Lot.WALLET, Lot.SOURCE_SEQ, Lot.RULE, Lot.EARNED_AT, Lot.EXPIRES_DAY, Lot.REMAINING, Lot.PENDING_DAY]


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
        batch = batch_of(live.compiled, fit.frames, Facts(caps=True))
        empty = empty_states(members, len(live.compiled.wallet_ids))
        found.append(advance(live.compiled, empty, batch).states)
    return found


@pytest.mark.django_db
@CAREFUL
@given(st.data())
def test_the_history_replays_to_the_ledger(data: st.DataObject) -> None:
    with transaction.atomic(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        live, events = installed(data)
        for batch in deliveries(data, events):
            apply_batch(live.id, batch)
            if data.draw(st.integers(0, 5)) == 0:
                tick(live.id, data.draw(st.sampled_from(events)).occurred_at)
            if data.draw(st.integers(0, 3)) == 0:
                sync_history(live.id, folder, step=data.draw(st.sampled_from([1, 5, 1000])))
        # Events may have come after a tick of a later instant: what lay between them is done by the next one.
        tick(live.id, max(event.occurred_at for event in events) + 1)
        sync_history(live.id, folder)
        report = check_history(folder)
        assert (report.differences, report.behind) == ((), 0)
        for states in replayed(live, folder):
            assert told(states) == told(stored_states(live, states.members.tolist()))
        transaction.set_rollback(True)
