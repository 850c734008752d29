"""Telling members' logs of grants, uses, returns and ratings: first to the outbox, with the row; then as activities.

Whoever uses a benefit waits only for the row. The activities follow within a minute, under ids that never change, so
that telling again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from regulars.domain.benefits.models import Entitlement, Rating, Use
from regulars.domain.ledger.operations import apply_events_isolated
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.queries import member_views
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import stream_of
from regulars.engine.programme.model import Programme
from regulars.platform import outbox
from regulars.platform.outbox import NewMessage, OutboxMessage

GRANTED, USED, RETURNED, RATED = "benefit.granted", "benefit.used", "benefit.returned", "benefit.rated"
TOPICS = (GRANTED, USED, RETURNED, RATED)
ACTIVITIES = {
    GRANTED: "benefit_granted",
    USED: "benefit_used",
    RETURNED: "benefit_returned",
    RATED: "benefit_rated",
}
"""Names of the activities that members' logs are told, by topic."""
SOURCE = "benefit"
AT_ONCE = 500
_TYPES: dict[str, type] = {"text": str, "integer": int, "boolean": bool}


def send_granted(*rows: Entitlement) -> None:
    """Say in the caller's transaction that benefits of a programme were granted. One statement."""
    if rows:
        outbox.send(stream_of(rows[0].programme_id), [_granted(row) for row in rows])


def _granted(row: Entitlement) -> NewMessage:
    said = {"grant": row.pk, "origin": row.origin, "quota": row.quota, "reason": row.reason}
    return _message(GRANTED, str(row.pk), _body(row.member_id, row.granted_at, row.benefit, said))


def send_used(row: Use) -> None:
    """Say in the caller's transaction that a benefit was used."""
    said = {
        "use": row.pk,
        "origin": row.origin,
        "channel": row.channel,
        "store": row.store,
        "till": row.till,
        "order": row.order_id,
        "cost_minor": row.cost_minor,
    }
    _send(USED, row.programme_id, str(row.pk), _body(row.member_id, row.used_at, row.benefit, said))


def send_returned(row: Use) -> None:
    """Say in the caller's transaction that a use was taken back."""
    said = {"use": row.pk, "origin": row.origin, "cost_minor": row.cost_minor, "reason": row.returned_why}
    _send(RETURNED, row.programme_id, str(row.pk), _body(row.member_id, row.returned_at or 0, row.benefit, said))


def send_rated(row: Rating) -> None:
    """Say in the caller's transaction what a member thinks of a benefit."""
    body = _body(row.member_id, row.rated_at, row.benefit, {"score": row.score})
    _send(RATED, row.programme_id, f"{row.pk}:{row.rated_at}", body)


def tell_logs(programme_id: int) -> int:
    """Take what was said from the outbox and tell the members' logs; answers how many messages there were."""
    told = 0
    while taken := _tell_part(programme_id):
        told += taken
    return told


def _tell_part(programme_id: int) -> int:
    with transaction.atomic():
        messages = outbox.take(stream_of(programme_id), TOPICS, AT_ONCE)
        if not messages:
            return 0
        document = live_programme(programme_id).document
        members = _members_now(programme_id, [message.body["member_id"] for message in messages])
        events = [_event(message, members, document) for message in messages if message.body["member_id"] in members]
        failed = [
            result for result in apply_events_isolated(programme_id, events) if result.status is EventStatus.FAILED
        ]
        if failed:
            raise RuntimeError(f"{len(failed)} members could not be told of their benefits")
    return len(messages)


def _send(topic: str, programme_id: int, key: str, body: Mapping[str, Any]) -> None:
    outbox.send(stream_of(programme_id), [_message(topic, key, body)])


def _message(topic: str, key: str, body: Mapping[str, Any]) -> NewMessage:
    return NewMessage(topic, key, f"member {body['member_id']}", body)


def _body(member_id: int, instant: int, benefit: str, said: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in said.items() if value not in ("", None)}
    return {"member_id": member_id, "at": instant, "benefit": benefit, **given}


def _members_now(programme_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """As whom members take part now; those that are gone are left out."""
    views = member_views(programme_id, sorted(set(member_ids)))
    return {view.id: view.merged_into or view.id for view in views}


def _event(message: OutboxMessage, members: Mapping[int, int], document: Programme) -> NewEvent:
    """The activity of a message; what a programme declares otherwise under the same name is left out."""
    body = message.body
    declared = {one.id: _TYPES[one.type] for one in document.attributes}
    said = {name: value for name, value in body.items() if name not in ("member_id", "at", "channel", "store")}
    attributes = {name: value for name, value in said.items() if isinstance(value, declared.get(name, object))}
    told: dict[str, Any] = {"kind": "activity", "name": ACTIVITIES[message.topic]}
    told |= {name: body[name] for name in ("channel", "store") if name in body}
    told["attributes"] = dict(sorted(attributes.items()))
    event_id = f"{message.topic.partition('.')[2]}:{message.key}"
    return NewEvent(SOURCE, event_id, members[body["member_id"]], body["at"], told)
