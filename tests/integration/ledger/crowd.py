"""Forty members' year as a crowd of events, and processes that each send a share of it in an order of their own.

crowd PROGRAMME AT_ONCE: lets so many send at the same time and prints the ids of what was refused, one a line.
"""

from __future__ import annotations

import os
import random
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from bench.faults.nursery import warm_up
from regulars.domain.ledger.types import NewEvent
from regulars.engine.time import instant_of

MEMBERS = range(1, 41)
EVENTS_EACH = 50
SENDERS = 8
START = instant_of(datetime(2025, 1, 2, 15, tzinfo=UTC))
DAY = 86_400_000_000


def crowd() -> list[NewEvent]:
    """2,000 events of 40 members over some fifteen months, in time order; the same at every call.

    Each member is given points first, enough for all that they redeem: what is refused depends on the order of
    arrival by its nature, and no redemption of theirs is refused in time order.
    """
    rng = random.Random(20250102)
    events = [event for member in MEMBERS for event in _history(rng, member)]
    return sorted(events, key=lambda event: event.occurred_at)


def _history(rng: random.Random, member: int) -> list[NewEvent]:
    at = START + member * 1_000_003
    orders: list[dict[str, Any]] = []
    bodies: list[dict[str, Any]] = [{"kind": "grant", "wallet": "points", "points": 2000, "reason": "welcome"}]
    while len(bodies) < EVENTS_EACH:
        bodies.append(_body(rng, member, orders))
    history = []
    for number, body in enumerate(bodies):
        history.append(NewEvent("crowd", f"{member}-{number}", member, at, body))
        at += rng.randint(1, 18) * DAY + rng.randint(0, DAY)
    return history


def _body(rng: random.Random, member: int, orders: list[dict[str, Any]]) -> dict[str, Any]:
    kind = rng.choices(["purchase", "visit", "refund", "redeem"], [12, 3, 3, 2])[0]
    if kind == "visit":
        return {"kind": "activity", "name": "visit", "store": "7"}
    if kind == "redeem":
        return {"kind": "redeem", "wallet": "points", "points": rng.randint(10, 13) * 10}
    if kind == "refund" and orders:
        sale = orders.pop(rng.randrange(len(orders)))
        line = rng.choice(sale["lines"])
        return {
            "kind": "refund",
            "order_id": sale["order_id"],
            "refund": "lines",
            "lines": [{"line_id": line["line_id"]}],
        }
    lines = [
        {"line_id": str(number), "category": category, "department": "GROCERY", "quantity": 1, "amount_minor": amount}
        for number, category, amount in ((1, "TEA", rng.randint(500, 9000)), (2, "CIGARETTES", rng.randint(500, 2000)))
    ]
    order = {"kind": "purchase", "order_id": f"{member}-o{len(orders)}-{rng.random()}", "lines": lines}
    order["amount_minor"] = sum(line["amount_minor"] for line in lines)
    orders.append(order)
    return order


def share_of(sender: int) -> list[NewEvent]:
    """The events one sender sends: every event goes out twice, by two different senders, all in another order."""
    events = crowd()
    mine = [event for number, event in enumerate(events) if number % SENDERS == sender]
    again = [event for number, event in enumerate(events) if (number + 3) % SENDERS == sender]
    shuffled = mine + again
    random.Random(sender).shuffle(shuffled)
    return shuffled


def send(programme_id: int, sender: int) -> list[str]:
    """Send a share in batches of random size; the ids of what was refused, because it came too early."""
    from regulars.domain.ledger.operations import apply_batch

    events = share_of(sender)
    rng = random.Random(sender)
    refused = []
    while events:
        size = rng.randint(1, 40)
        batch, events = events[:size], events[size:]
        answers = apply_batch(programme_id, batch)
        refused += [sent.event_id for sent, answer in zip(batch, answers, strict=True) if answer.status == "refused"]
    return refused


def send_side_by_side(programme_id: int, at_once: int) -> None:
    """Fork a process for each sender, so many at a time; ends with 1 when one of them failed."""
    for first in range(0, SENDERS, at_once):
        children = [_fork(programme_id, sender) for sender in range(first, first + at_once)]
        failed = [child for child in children if os.waitpid(child, 0)[1]]
        if failed:
            sys.exit(1)


def _fork(programme_id: int, sender: int) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        for refused in send(programme_id, sender):
            os.write(sys.stdout.fileno(), f"{refused}\n".encode())
        status = 0
    except Exception:  # noqa: BLE001 - the process ends here, and must say why
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    import django

    django.setup()
    warm_up()
    send_side_by_side(int(sys.argv[1]), int(sys.argv[2]))
