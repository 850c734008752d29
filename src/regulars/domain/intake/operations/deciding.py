"""Deciding about events that wait for a person: whose they are, once more, or that they are dropped."""

from __future__ import annotations

from regulars.domain.arrivals.errors import ParkedElsewhere, ParkedReasonMissing, ParkedUnclear
from regulars.domain.arrivals.operations import settle_parked
from regulars.domain.arrivals.queries import find_parked, waiting_numbers
from regulars.domain.arrivals.types import ParkedState, Settled
from regulars.domain.intake.operations.accept import accept_incoming
from regulars.domain.intake.policy.parking import from_text
from regulars.domain.intake.queries import reading_of
from regulars.domain.intake.types.results import Rejection
from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.members.queries import check_active, merged_members
from regulars.platform.again import in_transaction
from regulars.platform.errors import DomainError

_GOOD = frozenset({EventStatus.ACCEPTED, EventStatus.DUPLICATE})


def choose_member(programme_id: int, number: int, member_id: int, actor: str) -> EventResult:
    """Take an event in as one of the members that its identifiers name; identifiers stay whose they are.

    Raises ParkedMissing, ParkedSettled, ParkedElsewhere, what `check_active` raises, and the refusal of an event that
    the programme does not take; then it waits on.
    """
    return in_transaction(lambda: _choose(programme_id, number, member_id, actor))


def _choose(programme_id: int, number: int, member_id: int, actor: str) -> EventResult:
    merged = merged_members(programme_id)
    named = {merged.get(one, one) for one in find_parked(programme_id, number).members}
    if member_id not in named:
        raise ParkedElsewhere(member=member_id, members=", ".join(str(one) for one in sorted(named)))
    check_active(programme_id, [member_id])
    return _through(programme_id, number, Settled(ParkedState.TAKEN, actor, member_id))


def try_again(programme_id: int, number: int, actor: str) -> EventResult:
    """Take an event in as whoever its identifiers name by now, as after a merge.

    Raises ParkedMissing, ParkedSettled, ParkedUnclear while they still contradict each other, and the refusal of an
    event that the programme does not take.
    """
    return in_transaction(lambda: _through(programme_id, number, Settled(ParkedState.TAKEN, actor)))


def try_all_again(programme_id: int, actor: str) -> int:
    """Take in whatever is clear by now, the oldest first; how many events that were. The others wait on."""
    taken = 0
    for number in waiting_numbers(programme_id):
        try:
            try_again(programme_id, number, actor)
        except DomainError:
            continue
        taken += 1
    return taken


def drop_parked(programme_id: int, number: int, reason: str, actor: str) -> None:
    """Say that an event is nobody's, and why; it is kept, and may still be taken in.

    Raises ParkedMissing, ParkedSettled and ParkedReasonMissing.
    """
    if not reason.strip():
        raise ParkedReasonMissing
    settled = Settled(ParkedState.DROPPED, actor, reason=reason.strip())
    in_transaction(lambda: settle_parked(programme_id, number, settled))


def _through(programme_id: int, number: int, settled: Settled) -> EventResult:
    event = from_text(settle_parked(programme_id, number, settled))
    (answer,) = accept_incoming(reading_of(programme_id), [event])
    if isinstance(answer, Rejection):
        raise ParkedUnclear(number=number)
    if answer.status not in _GOOD:
        raise refusal_of(answer.code, answer.params)
    return answer
