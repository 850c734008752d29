"""The way in for a batch: read each event, find its member, hand all to the ledger's write door, in one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from regulars.domain.consents.operations import record_consents
from regulars.domain.consents.types import NewConsent
from regulars.domain.intake.operations.counting import count_events
from regulars.domain.intake.operations.moments import send_moments
from regulars.domain.intake.operations.parking import CONFLICT, park, settled_before
from regulars.domain.intake.operations.pricing import priced
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.queries import reading_of
from regulars.domain.intake.types.results import Allowance, Answer, Incoming, Problem, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.ledger.operations import apply_events_isolated, preview_batch
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.members.errors import MemberMerged
from regulars.domain.members.operations import identify_in_region, record_profiles
from regulars.domain.members.queries import check_not_merged
from regulars.domain.members.types import Arrival, Identified, Told, Unidentified
from regulars.domain.pools.operations import hold_contributors, return_for_refunds
from regulars.domain.pools.types import RefundedOrder
from regulars.platform.again import in_transaction, without_trace
from regulars.platform.databases import is_postgres, is_race

ENROLMENT = "#enrol"
"""Ends the id of the event that enrols a member who was first met through a profile."""

_Entering = tuple[int, Incoming, Identified, NewEvent]
"""An event with its place in the input, its member, and what the write door is given."""

Door = Callable[[int, Sequence[NewEvent]], Sequence[EventResult]]


def accept_events(programme_id: int, source: str, raw: Sequence[object]) -> list[Answer]:
    """Take in public events; one answer each, in order. An event that is wrong is rejected alone.

    `source` is whose ids these are, for events that do not say. All that is accepted is committed together
    before this returns; sent again, it is answered as `duplicate`.
    """
    reading = reading_of(programme_id)
    return accept_incoming(reading, [read_event(one, reading, source) for one in raw])


def accept_incoming(reading: Reading, incoming: Sequence[Incoming | Rejection]) -> list[Answer]:
    """The same for events that were read already. A race with another batch or a merge is run again a few times."""
    return in_transaction(lambda: _through(apply_events_isolated, reading, incoming), _met_another)


def _met_another(error: Exception) -> bool:
    return isinstance(error, MemberMerged) or is_race(error)


def preview_incoming(reading: Reading, incoming: Sequence[Incoming | Rejection]) -> list[Answer]:
    """What `accept_incoming` would answer now; nothing is kept, not even newcomers."""
    return without_trace(lambda: _through(preview_batch, reading, incoming))


def _through(door: Door, reading: Reading, incoming: Sequence[Incoming | Rejection]) -> list[Answer]:
    """Find members, pass the door, let what pools paid come back with refunds, keep profiles."""
    answers: list[Answer | None] = [one if isinstance(one, Rejection) else None for one in incoming]
    places = [place for place, answer in enumerate(answers) if answer is None]
    events = [one for one in incoming if isinstance(one, Incoming)]
    named = identify_in_region(reading.programme_id, [_arrival(event) for event in events], reading.region)
    found = settled_before(reading.programme_id, events, named)
    told = zip(events, found, strict=True)
    park(
        reading.programme_id,
        [(one, why) for one, why in told if isinstance(why, Unidentified) and why.code == CONFLICT],
    )
    welcome: list[NewEvent] = []
    entering: list[_Entering] = []
    for place, event, answer in zip(places, events, found, strict=True):
        if isinstance(answer, Unidentified):
            answers[place] = Rejection((_problem(answer),), event.event_id)
            continue
        entering.append((place, event, answer, _new_event(event, answer.member_id)))
        if answer.enrolled and event.body["kind"] == "profile":
            welcome.append(_welcome(event, answer.member_id))
    sent = priced(reading.programme_id, [new for *_, new in entering])
    hold_contributors(reading.programme_id, _refunds(entering), [event.member_id for event in sent + welcome])
    results = door(reading.programme_id, sent + welcome) if entering else []
    if is_postgres():  # there a merge can end between finding members and locking them
        check_not_merged(reading.programme_id, [event.member_id for event in sent])
    tellings: list[Told] = []
    allowed: list[NewConsent] = []
    for (place, event, member, _), result in zip(entering, results, strict=False):
        answers[place] = result
        if result.status is EventStatus.ACCEPTED and _tells(event, member):
            tellings.append(Told(member.member_id, event.occurred_at, event.profile))
        if result.status is EventStatus.ACCEPTED and event.consent is not None:
            allowed.append(_consent(event, event.consent, member.member_id))
    taken = [one for one, result in zip(entering, results, strict=False) if result.status is EventStatus.ACCEPTED]
    return_for_refunds(reading.programme_id, _refunds(taken))
    send_moments(reading, [new for *_, new in taken])
    if tellings:
        record_profiles(reading.programme_id, tellings)
    if allowed:
        record_consents(reading.programme_id, allowed)
    settled = [answer for answer in answers if answer is not None]
    count_events(reading, list(zip(incoming, settled, strict=True)))
    return settled


def _arrival(event: Incoming) -> Arrival:
    return Arrival(event.identity, event.occurred_at if event.enrols else None, event.occurred_at)


def _new_event(event: Incoming, member_id: int) -> NewEvent:
    event_id = f"{event.event_id}:{member_id}" if event.once_per_member else event.event_id
    return NewEvent(event.source, event_id, member_id, event.occurred_at, event.body)


def _refunds(entering: Sequence[_Entering]) -> list[RefundedOrder]:
    """The orders that refunds among these events name."""
    return [
        RefundedOrder(new.member_id, new.body["order_id"], f"{new.source}:{new.event_id}")
        for *_, new in entering
        if new.body["kind"] == "refund"
    ]


def _welcome(event: Incoming, member_id: int) -> NewEvent:
    """The enrolment of a newcomer who was met through a profile: rules for `enrol` hold for them too."""
    return _new_event(
        replace(event, event_id=event.event_id + ENROLMENT, body=event.body | {"kind": "enrol"}), member_id
    )


def _tells(event: Incoming, member: Identified) -> bool:
    return event.profile is not None or (event.enrols and event.occurred_at < member.enrolled_at)


def _consent(event: Incoming, said: Allowance, member_id: int) -> NewConsent:
    return NewConsent(
        member_id=member_id,
        purpose=said.purpose,
        channel=said.channel,
        given=said.given,
        source=event.source,
        actor=event.source,
        at=event.occurred_at,
        text_version=said.text_version,
        event=f"{event.source}:{event.event_id}",
    )


def _problem(answer: Unidentified) -> Problem:
    params = dict(answer.params)
    place = f"member.{params['kind']}" if answer.code == "identifier_invalid" else "member"
    return Problem(place, answer.code, params)
