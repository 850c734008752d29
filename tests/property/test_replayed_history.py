"""Replaying the live programme over the history of its ledger gives the ledger."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.history.checks import check_history
from regulars.domain.history.operations import sync_history
from regulars.domain.ledger.models.takeover import stored_states
from regulars.domain.ledger.operations import apply_batch, tick
from tests.property.replays import replayed, told
from tests.property.test_ledger_histories import deliveries, installed

CAREFUL = settings(deadline=None, max_examples=30, print_blob=True, suppress_health_check=list(HealthCheck))


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
