"""What must hold beside speed: answers only after the commit, nothing lost, and a bad event fails alone."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

import psycopg

CONNECTIONS = 64
EVENTS = 2_000
COUNT = "SELECT count(*) FROM ledger_event_key WHERE event_id = ANY(%s)"


def lost(address: str, accepted: list[str]) -> int:
    """How many events that were answered 201 are not in the ledger."""
    with psycopg.connect(address) as connection:
        row = connection.execute(COUNT, [accepted]).fetchone()
    return len(accepted) - (row[0] if row else 0)


def broken_promises(address: str, port: int, key: str) -> Counter[str]:
    """Send good and bad events at once from 64 connections, and look each up on another connection when answered."""
    local = threading.local()
    database = psycopg.connect(address, autocommit=True)

    def send(number: int) -> str:
        if not hasattr(local, "http"):
            local.http = HTTPConnection("127.0.0.1", port)
        kind, event = _event(number)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        local.http.request("POST", "/api/v1/events", json.dumps(event), headers)
        answer = local.http.getresponse()
        answer.read()
        found = database.execute(COUNT, [[event["id"]]]).fetchone()
        if found is not None and (answer.status, found[0]) == EXPECTED[kind]:
            return ""
        return f"{kind} event was answered {answer.status} and is in the ledger {found} times"

    with database, ThreadPoolExecutor(CONNECTIONS) as threads:
        return Counter(complaint for complaint in threads.map(send, range(EVENTS)) if complaint)


EXPECTED = {"good": (201, 1), "malformed": (422, 0), "refused": (409, 0)}
"""Status, and how often the event is in the ledger, by kind."""


def _event(number: int) -> tuple[str, dict[str, Any]]:
    """Every tenth event is bad: half of them cannot be read, half are refused by the programme."""
    event: dict[str, Any] = {
        "type": "purchase",
        "id": f"promise-{number}",
        "order_id": f"promise-{number}",
        "occurred_at": datetime.now(UTC).isoformat(),
        "member": {"external_id": f"m{random.Random(number).randrange(1000)}"},
        "amount": "12.50",
    }
    if number % 20 == 5:
        return "malformed", {**event, "amount": "twelve"}
    if number % 20 == 15:
        kept = {name: event[name] for name in ("id", "occurred_at", "member")}
        return "refused", {**kept, "type": "redeem", "points": "900000", "wallet": "points"}
    return "good", event
