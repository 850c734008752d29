"""What orders say to the ledger: hold, capture, release, redeem, return, and the activity that tells the member's log.

An order is `reward:<its id>` in the ledger, as order and as hold; ids of events begin with the verb.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import next_instant
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.programmes.types import stream_of
from regulars.domain.rewards.models import Order
from regulars.domain.rewards.types.orders import IN_LEDGER
from regulars.platform import outbox
from regulars.platform.outbox import NewMessage

SOURCE = "reward"
ORDERED, RETURNED = "reward_ordered", "reward_returned"
"""Names of the activities that tell a member's log of orders."""


def name_of(order_id: str) -> str:
    """What an order is called in the ledger."""
    return f"{IN_LEDGER}{order_id}"


def drawing(row: Order, *, minutes: int | None) -> NewEvent:
    """The event that draws an order's points: a hold for some minutes, or a redemption."""
    name = name_of(row.order_id)
    body: dict[str, Any] = {"wallet": row.wallet, "points": row.points, "order_id": name}
    if minutes is None:
        body |= {"kind": "redeem", "reason": f"reward {row.item.code}"}
        return NewEvent(SOURCE, f"redeem:{row.order_id}", row.member_id, row.ordered_at, body)
    body |= {"kind": "hold", "hold_id": name, "minutes": minutes}
    return NewEvent(SOURCE, f"hold:{row.order_id}", row.member_id, row.ordered_at, body)


def capture(row: Order, instant: int) -> NewEvent:
    """Spend what an order holds."""
    body = {"kind": "capture", "hold_id": name_of(row.order_id)}
    return NewEvent(SOURCE, f"capture:{row.order_id}", row.member_id, instant, body)


def release(row: Order, instant: int) -> NewEvent:
    """Give back what an order holds."""
    body = {"kind": "release", "hold_id": name_of(row.order_id)}
    return NewEvent(SOURCE, f"release:{row.order_id}", row.member_id, instant, body)


def give_back(row: Order, member_id: int, points: int, reason: str) -> EventResult:
    """Return points of an order to the lots they were drawn from; `member_id` is who the member is by now."""
    instant = next_instant(row.programme_id, [member_id])
    body: dict[str, Any] = {"kind": "return", "order_id": name_of(row.order_id), "wallet": row.wallet}
    body |= {"points": points, "reason": reason or "reward"}
    event_id = f"return:{row.order_id}:{row.returned_points}"
    return apply_batch(row.programme_id, [NewEvent(SOURCE, event_id, member_id, instant, body)])[0]


def tell_log(rows: Iterable[tuple[Order, int]], name: str, instant: int) -> None:
    """Tell members' logs of orders as activities, so that rules, history and replay know of them.

    Each order with the number of who its member is by now.
    """
    told = list(rows)
    events = [
        NewEvent(
            SOURCE,
            f"{name}:{row.order_id}",
            member_id,
            instant,
            {
                "kind": "activity",
                "name": name,
                "order_id": name_of(row.order_id),
                "attributes": {"reward": row.item.code, "kind": row.item.kind, "quantity": row.quantity},
            },
        )
        for row, member_id in told
    ]
    if told:
        apply_batch(told[0][0].programme_id, events)


def tell_outbox(rows: list[Order], topic: str) -> None:
    """Tell the outbox that orders came to a state; `topic` is that of `reward.order_<state>`."""
    if not rows:
        return
    messages = [
        NewMessage(
            topic,
            row.order_id,
            f"member {row.member_id}",
            {
                "member_id": row.member_id,
                "order_id": row.order_id,
                "reward": row.item.code,
                "quantity": row.quantity,
                "state": row.state,
            },
        )
        for row in rows
    ]
    outbox.send(stream_of(rows[0].programme_id), messages)


def accepted(result: EventResult) -> bool:
    """Whether the ledger took an event in, now or before."""
    return result.status in (EventStatus.ACCEPTED, EventStatus.DUPLICATE)
