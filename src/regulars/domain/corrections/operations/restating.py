"""Restating members under a corrected rule: as a trial, or to stay. Both are the same deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regulars.domain.corrections.models import RuleCorrection
from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import members_since, stands
from regulars.domain.ledger.types import EventStatus, NewEvent, Stand
from regulars.domain.members.queries import active_members

CHUNK = 200
"""Members restated in one transaction."""

SOURCE = "correction"
"""Whose ids the events of corrections are: `restate:`, the correction and the member."""


def next_members(row: RuleCorrection, after: int) -> tuple[list[int], int | None]:
    """The next members concerned, and the last one looked at; None when there are no more.

    Concerned is who takes part and had an event since the rule should have been in force.
    """
    looked_at = members_since(row.programme_id, row.since, after, CHUNK)
    last = looked_at[-1] if len(looked_at) == CHUNK else None
    return active_members(row.programme_id, looked_at), last


def restate_members(
    row: RuleCorrection, members: Sequence[int], instant: int, activation_id: int
) -> list[tuple[int, int, Stand, Stand]]:
    """Post a `restate` event for each member: member, number of the event, how they stood, how they stand.

    The activation must be there already. An event that was posted before is not posted again.
    """
    said: dict[str, Any] = {"kind": "restate", "reason": row.reason, "actor": row.proposed_by}
    said |= {"activation": activation_id, "correction": row.pk}
    before = stands(row.programme_id, members)
    events = [NewEvent(SOURCE, f"restate:{row.pk}:{member}", member, instant, said) for member in members]
    answers = apply_batch(row.programme_id, events)
    for answer in answers:
        if answer.status not in (EventStatus.ACCEPTED, EventStatus.DUPLICATE):
            raise refusal_of(answer.code, answer.params)
    after = stands(row.programme_id, members)
    return [(answer.member_id, answer.seq, before[answer.member_id], after[answer.member_id]) for answer in answers]
