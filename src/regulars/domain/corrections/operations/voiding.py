"""Taking back an event that should not have been, and putting one right."""

from __future__ import annotations

from regulars.domain.corrections.errors import EventVoided
from regulars.domain.corrections.policy.amending import amended, check_voidable
from regulars.domain.corrections.policy.reasons import told
from regulars.domain.corrections.queries.events import SOURCE
from regulars.domain.corrections.types import Amendment, Difference, NewVoid
from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import event_of, next_instant, stands, voids_of
from regulars.domain.ledger.types import EventStatus, EventView, NewEvent
from regulars.domain.members.queries import check_active
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction, without_trace


def void_event(programme_id: int, asked: NewVoid) -> Difference:
    """Take an event out of a member's history: all that came after it is told anew without it.

    Raises WhyMissing, MemberMissing, MemberClosed, MemberMerged, EventMissing, EventVoided for one that was taken back
    before, and EventNotVoidable for one that cannot be taken back alone.
    """
    told(asked.reason)
    return in_transaction(lambda: _void(programme_id, asked, None))


def correct_event(programme_id: int, asked: NewVoid, amendment: Amendment) -> Difference:
    """Take an event back and put another in its place, in one transaction: what it should have said, and when.

    Raises as `void_event` does, AmendmentInvalid, AmendmentEmpty when nothing would differ, and what the programme says
    against the new event.
    """
    told(asked.reason)
    return in_transaction(lambda: _void(programme_id, asked, amendment))


def preview_correction(programme_id: int, asked: NewVoid, amendment: Amendment | None = None) -> Difference:
    """What `void_event` or, with an amendment, `correct_event` would come to; raises as they do, keeps nothing."""
    told(asked.reason)
    return without_trace(lambda: _void(programme_id, asked, amendment))


def _void(programme_id: int, asked: NewVoid, amendment: Amendment | None) -> Difference:
    member, reason = asked.member_id, told(asked.reason)
    check_active(programme_id, [member])
    lock_members(programme_id, [member])
    event = event_of(programme_id, member, asked.seq)
    check_voidable(event.body)
    if asked.seq in voids_of(programme_id, member):
        raise EventVoided(seq=asked.seq)
    before = stands(programme_id, [member])[member]
    body = {"kind": "void", "voids": asked.seq, "reason": reason, "actor": asked.actor}
    name = f"{member}:{asked.seq}"
    events = [NewEvent(SOURCE, f"void:{name}", member, next_instant(programme_id, [member]), body)]
    if amendment is not None:
        instant, new = _corrected(event, amendment)
        events.append(NewEvent(SOURCE, f"new:{name}", member, instant, new))
    answers = apply_batch(programme_id, events)
    for answer in answers:
        if answer.status is not EventStatus.ACCEPTED:
            raise refusal_of(answer.code, answer.params)
    deed = "event_voided" if amendment is None else "event_corrected"
    audit.record(asked.actor, deed, f"member {member}", {"event": asked.seq, "kind": event.kind, "reason": reason})
    return Difference(
        before=before,
        after=stands(programme_id, [member])[member],
        void_seq=answers[0].seq,
        new_seq=answers[1].seq if amendment is not None else None,
    )


def _corrected(event: EventView, amendment: Amendment) -> tuple[int, dict[str, object]]:
    instant, body = amended(event.body, amendment, clock.to_us(event.occurred_at), clock.now_us())
    return instant, body | {"corrects": event.seq}
