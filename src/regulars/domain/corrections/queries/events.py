"""What became of an event: whether it was taken back, by what, and what stands instead."""

from __future__ import annotations

from regulars.domain.corrections.errors import EventNotVoidable
from regulars.domain.corrections.policy.amending import check_voidable
from regulars.domain.corrections.types import EventStory
from regulars.domain.ledger.queries import event_of, voids_of
from regulars.domain.ledger.queries.lookups import events_by_key

SOURCE = "correction"
"""Whose ids the events of corrections are: `void:` or `new:`, the member, and the number of the event concerned."""


def event_story(programme_id: int, member_id: int, seq: int) -> EventStory:
    """An event with what became of it; raises EventMissing."""
    event = event_of(programme_id, member_id, seq)
    key = (SOURCE, f"new:{member_id}:{seq}")
    instead = events_by_key(programme_id, [key]).get(key)
    voided_by = voids_of(programme_id, member_id).get(seq)
    try:
        check_voidable(event.body)
        voidable = voided_by is None
    except EventNotVoidable:
        voidable = False
    return EventStory(event, voided_by, instead, event.body.get("corrects"), voidable=voidable)
