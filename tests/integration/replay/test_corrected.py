"""Histories with merges and events taken back replay to the ledger."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.history.checks import check_history
from regulars.domain.history.operations import sync_history
from regulars.domain.ledger.models.takeover import stored_states
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.clock import now_us
from tests.conftest import FrozenClock
from tests.integration.corrections.stories import refunding, sale, send, who
from tests.property.replays import replayed, told

pytestmark = pytest.mark.django_db


def assert_replays(shop: LiveProgramme, folder: Path) -> None:
    """The history as it is now gives the ledger as it is now."""
    sync_history(shop.id, folder)
    report = check_history(folder)
    assert (report.differences, report.behind) == ((), 0)
    found = replayed(shop, folder)
    assert found
    for states in found:
        assert told(states) == told(stored_states(shop, states.members.tolist()))


def test_refunds_of_sales_from_before_a_merge(shop: LiveProgramme, frozen_clock: FrozenClock, tmp_path: Path) -> None:
    send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 600, "2026-05-05"), sale(3, "C3", 300, "2026-05-06"))
    first, second, third = (who(shop, card) for card in ("A1", "B2", "C3"))
    assert_replays(shop, tmp_path)
    merge_members(shop.id, NewMerge(second, third, "one person", "ann"))
    frozen_clock.advance(timedelta(days=1))
    merge_members(shop.id, NewMerge(first, second, "one person", "ann"))
    assert_replays(shop, tmp_path)
    frozen_clock.advance(timedelta(days=2))
    assert send(shop, refunding(5, "B2", 2, "2026-06-17"), refunding(6, "C3", 3, "2026-06-17")) == [first] * 2
    assert_replays(shop, tmp_path)


def test_events_that_were_taken_back(shop: LiveProgramme, tmp_path: Path) -> None:
    send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "A1", 600, "2026-05-05"))
    member = who(shop, "A1")
    body = {"kind": "void", "voids": 1, "reason": "twice", "actor": "ann"}
    apply_batch(shop.id, [NewEvent("desk", "v1", member, now_us(), body)])
    assert_replays(shop, tmp_path)
