"""Proving with several processes: the same answer, from one snapshot, and failures that are told."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from regulars.domain.ledger.models.statements import fetch
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import proving, verify_ledger
from regulars.domain.proofs.queries import rows
from regulars.platform.processes import ShareFailed, read_in_processes
from regulars.platform.snapshots import snapshot


def count_members(programme_id: int) -> int:
    """What a share does."""
    return int(fetch("SELECT COUNT(*) FROM ledger_member_state WHERE programme_id = %s", [programme_id])[0][0])


def fail(programme_id: int) -> int:
    """A share that cannot be done."""
    raise LookupError(programme_id)


@pytest.mark.django_db(transaction=True)
def test_two_processes_find_what_one_finds(lived: LiveProgramme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "ONE_PROCESS", 0)
    monkeypatch.setattr(rows.spans, "__defaults__", (10,))
    assert len(list(rows.spans(lived.id))) > 2
    found = verify_ledger(lived.id, processes=2)
    assert found == verify_ledger(lived.id)
    assert found.holds
    assert read_in_processes(count_members, [(lived.id,), (lived.id,)]) == [3, 3]
    with pytest.raises(ShareFailed, match="LookupError"):
        read_in_processes(fail, [(lived.id,)])
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        read_in_processes(count_members, [(lived.id,)])


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_neither_waits_nor_keeps_waiting(lived: LiveProgramme) -> None:
    with snapshot():
        before = count_members(lived.id)
        assert not connection.in_atomic_block or connection.vendor == "postgresql"
        assert count_members(lived.id) == before
    with transaction.atomic(), snapshot():
        assert count_members(lived.id) == before
