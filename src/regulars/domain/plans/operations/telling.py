"""Telling of subscriptions: to the outbox with the row, and from there to members' logs as activities.

The activities follow within a minute, under ids that never change, so that telling again changes nothing. Topics that
are no activities wait in the outbox for whoever sends messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from regulars.domain.ledger.operations import apply_events_isolated
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.queries import member_views
from regulars.domain.plans.models import Payment, Period, Subscription
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import stream_of
from regulars.engine.programme.model import Programme
from regulars.platform import outbox
from regulars.platform.clock import now_us
from regulars.platform.outbox import NewMessage, OutboxMessage

STARTED, RENEWED, CHANGED, ENDED = "plan.started", "plan.renewed", "plan.changed", "plan.ended"
ACTIVITIES = {
    STARTED: "plan_started",
    RENEWED: "plan_renewed",
    CHANGED: "plan_changed",
    ENDED: "plan_ended",
}
"""Names of the activities that members' logs are told, by topic."""
CANCELLED, RESUMED, GRACE = "plan.cancelled", "plan.resumed", "plan.grace_begun"
ASKED, FAILED = "plan.payment_asked", "plan.payment_failed"
SOURCE = "plan"
AT_ONCE = 500
_TYPES: dict[str, type] = {"text": str, "integer": int, "boolean": bool}


def send_period(topic: str, row: Subscription, period: Period) -> None:
    """Say in the caller's transaction that a period began, in one way or another."""
    said = {"period": period.number, "price_minor": period.price_minor, "trial": period.state == "free"}
    _send(topic, row, f"{row.pk}:{period.number}", period.plan.code, said)


def send_ended(row: Subscription) -> None:
    """Say in the caller's transaction that a subscription ended."""
    _send(ENDED, row, str(row.pk), row.plan.code, {"reason": row.end_reason})


def send_state(topic: str, row: Subscription) -> None:
    """Say in the caller's transaction that a subscription came to a state that is no activity."""
    _send(topic, row, f"{row.pk}:{row.period_number}:{now_us()}", row.plan.code, {"state": row.state})


def send_payment_news(topic: str, payment: Payment) -> None:
    """Say in the caller's transaction that a payment was asked for, or failed."""
    row = payment.subscription
    said = {"reference": payment.reference, "amount_minor": payment.amount_minor, "purpose": payment.purpose}
    _send(topic, row, payment.reference, row.plan.code, said)


def tell_logs(programme_id: int) -> int:
    """Take what was said from the outbox and tell the members' logs; answers how many messages there were."""
    told = 0
    while taken := _tell_part(programme_id):
        told += taken
    return told


def _tell_part(programme_id: int) -> int:
    with transaction.atomic():
        messages = outbox.take(stream_of(programme_id), tuple(ACTIVITIES), AT_ONCE)
        if not messages:
            return 0
        document = live_programme(programme_id).document
        members = _members_now(programme_id, [message.body["member_id"] for message in messages])
        events = [_event(message, members, document) for message in messages if message.body["member_id"] in members]
        results = apply_events_isolated(programme_id, events)
        if failed := [one for one in results if one.status is EventStatus.FAILED]:
            raise RuntimeError(f"{len(failed)} members could not be told of their plans")
    return len(messages)


def _send(topic: str, row: Subscription, key: str, plan: str, said: Mapping[str, Any]) -> None:
    body = {"member_id": row.member_id, "at": now_us(), "plan": plan, "subscription": row.pk, **said}
    outbox.send(stream_of(row.programme_id), [NewMessage(topic, key, f"member {row.member_id}", body)])


def _members_now(programme_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """As whom members take part now; those that are gone are left out."""
    views = member_views(programme_id, sorted(set(member_ids)))
    return {view.id: view.merged_into or view.id for view in views}


def _event(message: OutboxMessage, members: Mapping[int, int], document: Programme) -> NewEvent:
    """The activity of a message; what the programme declares otherwise under the same name is left out."""
    body = message.body
    declared = {one.id: _TYPES[one.type] for one in document.attributes}
    said = {name: value for name, value in body.items() if name not in ("member_id", "at")}
    attributes = {name: value for name, value in said.items() if isinstance(value, declared.get(name, object))}
    told = {"kind": "activity", "name": ACTIVITIES[message.topic], "attributes": dict(sorted(attributes.items()))}
    event_id = f"{message.topic.partition('.')[2]}:{message.key}"
    return NewEvent(SOURCE, event_id, members[body["member_id"]], body["at"], told)
