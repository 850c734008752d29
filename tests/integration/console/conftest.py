"""A club with a few members, for tests of the console."""

from collections.abc import Callable
from typing import Any

import pytest

from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.types import EventResult
from regulars.domain.members.queries import find_member
from regulars.domain.programmes.types import LiveProgramme


def purchase(number: int, card: str, amount: str = "40.00", on: str = "2026-06-01") -> dict[str, Any]:
    """A purchase of one line at noon."""
    return {
        "type": "purchase",
        "id": f"sale-{number}",
        "order_id": f"order-{number}",
        "occurred_at": f"{on}T12:00:00-04:00",
        "member": {"card": card, "email": f"{card}@example.com", "mobile": f"+1 415 555 01{card[-2:]}"},
        "store": "7",
        "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": amount}],
    }


Send = Callable[..., list[int]]


@pytest.fixture
def send(club: LiveProgramme, frozen_clock: object) -> Send:
    """Take events in and tell whose they were; each must be accepted."""

    def sent(*events: dict[str, Any]) -> list[int]:
        answers = accept_events(club.id, "till", events)
        assert [answer.status for answer in answers if isinstance(answer, EventResult)] == ["accepted"] * len(events)
        return [find_member(club.id, event["member"]["card"]).id for event in events]

    return sent
