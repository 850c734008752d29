"""What the context does when something happened elsewhere; the project's wiring says when."""

from __future__ import annotations

from regulars.domain.benefits.operations import grant_for_moment, grant_for_rise
from regulars.domain.programmes.types import programme_of
from regulars.platform.outbox import OutboxMessage


def pack_for_rise(message: OutboxMessage) -> None:
    """Somebody rose to a tier: grant what the programme gives for it."""
    body = message.body
    grant_for_rise(programme_of(message.stream), body["member_id"], body["tier"], body["at"])


def benefit_for_moment(message: OutboxMessage) -> None:
    """An event was the moment of a benefit: grant it."""
    body = message.body
    grant_for_moment(programme_of(message.stream), body["member_id"], body["benefit"], body["at"], body["event"])
