"""The way in for messages of the Segment protocol."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.intake.operations.accept import accept_incoming
from regulars.domain.intake.operations.counting import UNKNOWN
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.policy.segment import SOURCE, translate
from regulars.domain.intake.queries import reading_of
from regulars.domain.intake.types.results import Answer, Ignored, Incoming, Rejection


def accept_segment(programme_id: int, messages: Sequence[object]) -> list[Answer | Ignored]:
    """Take in messages; one answer each, in order.

    A message of a visitor who is known by an anonymous id only, and whose device belongs to no member, is
    ignored: a visitor is not a member yet. When they identify themselves later, the device is theirs.
    """
    reading = reading_of(programme_id)
    outcomes: list[Answer | Ignored | Incoming] = []
    for message in messages:
        raw = translate(message, reading)
        outcomes.append(read_event(raw, reading, SOURCE) if isinstance(raw, dict) else raw)
    places = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, Incoming)]
    incoming = [outcome for outcome in outcomes if isinstance(outcome, Incoming)]
    answers: list[Answer | Ignored] = [_settled(outcome) for outcome in outcomes]
    for place, event, answer in zip(places, incoming, accept_incoming(reading, incoming), strict=True):
        answers[place] = _or_visitor(event, answer)
    return answers


def _settled(outcome: Answer | Ignored | Incoming) -> Answer | Ignored:
    """What is answered already; an incoming event gets its answer afterwards."""
    return Rejection(()) if isinstance(outcome, Incoming) else outcome


def _or_visitor(event: Incoming, answer: Answer) -> Answer | Ignored:
    stranger = isinstance(answer, Rejection) and answer.problems[0].code in UNKNOWN
    visitor = stranger and event.identity.only_device()
    return Ignored("anonymous_visitor", event.event_id) if visitor else answer
