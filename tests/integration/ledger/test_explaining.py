"""Entries of all kinds, as the live ledger makes them, explain themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.queries import explain, transactions
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.trace import words
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, document, purchase, redeem, refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(frozen_clock) -> LiveProgramme:
    """The story's programme with pending points, whole steps, debts to be recovered, a budget."""
    frozen_clock.set(datetime(2026, 4, 1, 4, tzinfo=UTC))
    text = document(refund_shortfall="recovery", recovery_offset_percent=50, spent_points="proportional")
    text["wallets"][0]["pending"] = {"days": 3, "until": "delivered"}
    text["rules"][0]["award"] = {"points": 1, "per": 10, "whole_steps": True}
    text["goals"] = []
    return install_programme(json.dumps(text), actor="test")


def send(programme: LiveProgramme, *events: NewEvent) -> None:
    """Apply events; each must be accepted."""
    answers = apply_batch(programme.id, list(events))
    assert [(one.status, one.code) for one in answers] == [(EventStatus.ACCEPTED, "")] * len(events)


def by_hand(number: int, days: float, kind: str, **body: Any) -> NewEvent:
    """An event that somebody sends by hand, with a reason."""
    return NewEvent("desk", f"h{number}", 1, at(days), {"kind": kind, "reason": "why", "actor": "anna"} | body)


def told(programme: LiveProgramme) -> dict[str, list[str]]:
    """By kind of entry, what the newest one of the wallet says in English; all are told in Chinese, too."""
    answer: dict[str, list[str]] = {}
    for entry in transactions(programme.id, 1, PageRequest(limit=100), "points").items:
        trace = explain(programme.id, 1, "points", entry.seq)
        assert len(words(trace, "zh")) == len(words(trace, "en")) == len(trace.steps)
        answer.setdefault(entry.kind.name, words(trace, "en"))
    return answer


def test_a_lot_waits_is_released_spent_returned_owed_and_offset(programme) -> None:
    send(programme, purchase(1, 1, 0, 1009))
    earned = told(programme)["EARN"]
    assert earned[2:5] == [
        "The basis is CNY 1009.00.",
        "Only whole steps of CNY 10.00 count: CNY 1000.00.",
        "The rate is 1 for each CNY 10.",
    ]
    assert earned[-4:] == [
        "Credited: 100 points, good through 2026-04-30.",
        "They are pending until the activity delivered of order o1, or until 2026-01-13 at the latest.",
        "points, pending: +100.",
        "points: 0.",
    ]
    delivered = {"kind": "activity", "name": "delivered", "order_id": "o1"}
    send(programme, NewEvent("shop", "a1", 1, at(1), delivered))
    assert told(programme)["RELEASE"][1:] == [
        "Earned on 2026-01-10 and pending until delivered of order o1: 100 can be spent.",
        "points, pending: -100.",
        "points: +100.",
    ]
    send(programme, redeem(1, 1, 2, 100), refund(1, 2, 3, 1))
    assert told(programme)["REFUND"][1:] == [
        "To be taken back of what “spend” gave on 2026-01-10: 100.",
        "What could not be taken back, 100, is owed; 100 are owed now.",
        "points, owed: +100.",
        "points: 0.",
    ]
    send(programme, purchase(1, 3, 4, 300))
    tick(programme.id, at(20))
    found = told(programme)
    assert found["RELEASE"][1] == "Earned on 2026-01-14 and pending for 3 days: 60 can be spent."
    assert found["OFFSET"][1:] == [
        "Owed before: 100. Up to 50% of what was earned on 2026-01-14 goes towards it: 30. Still owed: 70.",
        "points, owed: -30.",
        "points: -30.",
    ]
    send(programme, by_hand(1, 21, "write_off", wallet="points", points=50))
    assert told(programme)["WRITE_OFF"][1] == "Owed before: 70. Forgiven: 50. Still owed: 20."


def test_holds_returns_and_what_is_done_by_hand(programme) -> None:
    send(programme, by_hand(1, 0, "grant", wallet="points", points=200))
    order = {"order_id": "o9"}
    hold = {"kind": "hold", "hold_id": "h1", "wallet": "points", "points": 80, "minutes": 30}
    send(programme, NewEvent("shop", "x1", 1, at(1), hold | order))
    send(programme, NewEvent("shop", "x2", 1, at(1.001), {"kind": "capture", "hold_id": "h1", "points": 60}))
    send(programme, NewEvent("shop", "x3", 1, at(2), {"kind": "return", "order_id": "o9", "points": 25, "reason": "r"}))
    found = told(programme)
    assert found["HOLD"][1] == "Held: 80, which cannot be spent otherwise."
    assert found["CAPTURE"][1:] == ["Of hold h1, 60 are spent.", "points, held: -60.", "points: 0."]
    assert found["UNHOLD"][1:3] == [
        "Of hold h1, 20 were not needed and come back.",
        "Given back to what was earned on 2026-01-10: 20.",
    ]
    assert found["RETURN"][1:3] == [
        "Of the points spent on order o9, 25 come back.",
        "Given back to what was earned on 2026-01-10: 25.",
    ]
    send(programme, NewEvent("shop", "x4", 1, at(3), hold | {"hold_id": "h2"}))
    tick(programme.id, at(4))
    send(programme, by_hand(2, 5, "deduct", wallet="points", points=10))
    assert told(programme)["UNHOLD"][:2] == [
        "Brought by the calendar on 2026-01-13 12:30.",
        "The hold timed out: 80 come back.",
    ]
    tick(programme.id, at(200))
    send(programme, by_hand(3, 201, "reinstate", wallet="points", until="2026-12-31"))
    found = told(programme)
    assert found["DEDUCT"][0] == "Deducted by hand on 2026-01-15 12:00. By: anna. Reason: why."
    assert found["REINSTATE"][1] == f"Brought back from expiry: {found['EXPIRE'][-1].rpartition('-')[2][:-1]}."


def test_gifts_openings_and_fees(programme) -> None:
    opening = {"kind": "opening", "lots": [{"wallet": "points", "points": 90, "until": "2026-12-31"}]}
    out = {"kind": "transfer_out", "transfer_id": "t1", "wallet": "points", "points": 40, "fee": 2, "to": 2}
    inward = {"kind": "transfer_in", "transfer_id": "t2", "from": 2, "lots": [{"wallet": "points", "points": 5}]}
    send(programme, NewEvent("x", "1", 1, at(0), opening), NewEvent("x", "2", 1, at(1), out))
    send(programme, NewEvent("x", "3", 1, at(2), inward))
    found = told(programme)
    assert found["OPENING"][1] == "Credited: 90 points, good through 2026-12-31."
    assert found["TRANSFER_OUT"][0] == "Given to member 2 on 2026-01-11 12:00, transfer t1."
    assert found["FEE"][1] == "The fee of the gift is 2."
    assert found["TRANSFER_IN"][1] == "Credited: 5 points, good through 2026-04-30."
