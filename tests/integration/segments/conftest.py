"""A club whose members buy, visit and fall silent, with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.segments.types import Kind, NewSegment
from tests.conftest import FrozenClock

Tell = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    """Histories and results of each test in a folder of its own."""
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    return tmp_path


def sale(number: int, card: str, at: datetime, amount: str = "40.00") -> dict[str, Any]:
    """A purchase."""
    return {
        "type": "purchase",
        "id": f"sale-{number}",
        "order_id": f"order-{number}",
        "occurred_at": at.isoformat(),
        "member": {"card": card},
        "store": "7",
        "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": amount}],
    }


@pytest.fixture
def shop(club: LiveProgramme, frozen_clock: FrozenClock) -> LiveProgramme:
    """Three members: one bought 100, 50 and 1 days ago, one 85 days ago, one yesterday for much."""
    now = frozen_clock.instant
    days = ((1, "8800000001", 100), (2, "8800000001", 50), (3, "8800000001", 1), (4, "8800000002", 85))
    events = [sale(number, card, now - timedelta(days=ago)) for number, card, ago in days]
    accept_events(club.id, "till", [*events, sale(5, "8800000003", now - timedelta(days=1), "900.00")])
    sync_history(club.id)
    return club


@pytest.fixture
def people(shop: LiveProgramme) -> list[int]:
    """Their numbers."""
    return [find_member(shop.id, f"880000000{number}").id for number in (1, 2, 3)]


def live(code: str, expression: str) -> NewSegment:
    """A live segment."""
    return NewSegment(code, code.title(), "", Kind.LIVE, expression, "ann")
