"""Events that name different members: kept for a person, and let through once somebody has said whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.arrivals.operations import park_events
from regulars.domain.arrivals.queries import chosen_members
from regulars.domain.arrivals.types import NewParked
from regulars.domain.intake.policy.parking import as_text, signature
from regulars.domain.intake.types.results import Incoming
from regulars.domain.members.queries import merged_members
from regulars.domain.members.types import Identified, Unidentified
from regulars.platform.encryption import blind_indexes

CONFLICT = "identity_conflict"
_CONTEXT = "parked event"


def settled_before(
    programme_id: int, events: Sequence[Incoming], found: Sequence[Identified | Unidentified]
) -> list[Identified | Unidentified]:
    """Whose events are, with what people have decided about contradictions. No statement where there are none."""
    digests = {
        place: _digests(event)
        for place, (event, answer) in enumerate(zip(events, found, strict=True))
        if isinstance(answer, Unidentified) and answer.code == CONFLICT
    }
    told = list(found)
    if not digests:
        return told
    chosen = chosen_members(programme_id, [digest for some in digests.values() for digest in some])
    merged = merged_members(programme_id) if chosen else {}
    for place, some in digests.items():
        member = next((chosen[digest] for digest in some if digest in chosen), None)
        if member is not None:
            told[place] = Identified(merged.get(member, member), events[place].occurred_at, enrolled=False)
    return told


def park(programme_id: int, conflicts: Sequence[tuple[Incoming, Unidentified]]) -> None:
    """Keep events that name different members."""
    if not conflicts:
        return
    park_events(programme_id, [_parked(event, answer) for event, answer in conflicts])


def _parked(event: Incoming, answer: Unidentified) -> NewParked:
    return NewParked(
        digest=_digests(event)[0],
        source=event.source,
        event_id=event.event_id,
        kind=str(event.body["kind"]),
        kinds=str(answer.params.get("kinds", "")),
        members=answer.members,
        occurred_at=event.occurred_at,
        text=as_text(event),
    )


def _digests(event: Incoming) -> tuple[bytes, ...]:
    return blind_indexes(signature(event), _CONTEXT)
