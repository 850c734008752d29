"""Telling the outbox of moments: accepted events for which the programme grants a benefit at once."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.intake.types.values import Reading
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import stream_of
from regulars.engine.moments import moments_met
from regulars.engine.records import Record
from regulars.platform import outbox
from regulars.platform.clock import to_us
from regulars.platform.outbox import NewMessage

MOMENT = "benefit.moment"
_KINDS = frozenset({"activity", "purchase"})
_MINUTE = 60_000_000


def send_moments(reading: Reading, accepted: Sequence[NewEvent]) -> None:
    """Send a message for each benefit that one of these events grants, in the caller's transaction.

    Purchases and activities can be moments, unless they are so old that what they grant would be over.
    """
    earliest = to_us(reading.now) - reading.moment_minutes * _MINUTE
    recent = [one for one in accepted if one.occurred_at > earliest and one.body["kind"] in _KINDS]
    if not reading.moment_minutes or not recent:
        return
    records = [Record(one.member_id, 0, 0, one.occurred_at, one.body) for one in recent]
    met = moments_met(live_programme(reading.programme_id).compiled, records)
    if met:
        messages = [_message(recent[one.place], one.benefit) for one in met]
        outbox.send(stream_of(reading.programme_id), messages)


def _message(event: NewEvent, benefit: str) -> NewMessage:
    name = f"{event.source}:{event.event_id}"
    body = {"member_id": event.member_id, "benefit": benefit, "at": event.occurred_at, "event": name}
    return NewMessage(MOMENT, f"{benefit} {name}", f"member {event.member_id}", body)
