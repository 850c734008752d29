"""From the events as they are written to events as the log keeps them, in the order in which they are received."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from regulars.engine.errors import Finding
from regulars.engine.programme.model import Programme
from regulars.engine.records import event_key
from regulars.engine.scenario.bodies import Body, body_of
from regulars.engine.scenario.document import Scenario, ScenarioText
from regulars.engine.scenario.happenings import AnyHappening, Opening, Purchase, Question, Refund, TierGrant
from regulars.engine.scenario.unfit import Unfit
from regulars.engine.time import instant_of


class Dated(NamedTuple):
    """An event of a scenario: its number in the text (from 1), its key, its instants, its canonical body."""

    number: int
    source: str
    id: str
    occurred_at: int
    received_at: int
    body: Body
    accepted: bool

    @property
    def key(self) -> int:
        """What breaks ties between events of one instant."""
        return event_key(self.source, self.id)


def timeline(scenario: Scenario) -> list[Dated]:
    """The events in the order in which they stand in the text."""
    zone = ZoneInfo(scenario.programme.time_zone)
    dated = []
    latest = datetime.min.replace(tzinfo=UTC)
    for number, event in enumerate(scenario.text.events, start=1):
        at = moment(event.at, zone)
        received = max(at, latest)
        if event.received is not None:
            received = moment(event.received, zone)
        else:
            latest = received
        body = body_of(event, scenario.programme)
        accepted = isinstance(event, Question) and event.accepted
        name = event.id or f"event {number}"
        dated.append(Dated(number, event.source, name, instant_of(at), instant_of(received), body, accepted))
    return dated


def arrivals(scenario: Scenario) -> list[Dated]:
    """The events in the order in which they are received."""
    return sorted(timeline(scenario), key=lambda event: event.received_at)


def timeline_problems(written: ScenarioText, programme: Programme) -> list[Finding]:
    """Events with a time or a number that cannot be read, and names that the programme does not know."""
    return [
        problem.at(f"events.{place}")
        for place, event in enumerate(written.events)
        for problem in _problems(event, programme)
    ]


def _problems(event: AnyHappening, programme: Programme) -> Iterator[Unfit]:
    zone = ZoneInfo(programme.time_zone)
    for text in (event.at, event.received):
        try:
            _ = text is None or moment(text, zone)
        except Unfit as problem:
            yield problem
    tiers = [tier.id for tier in programme.ladder.tiers]
    if isinstance(event, TierGrant | Opening) and event.tier not in {None, *tiers}:
        yield Unfit("scenario_tier_unknown", given=event.tier, known=", ".join(tiers))
    if isinstance(event, Refund) and event.amount is not None and event.lines:
        yield Unfit("scenario_refund_ambiguous")
    if isinstance(event, Purchase) and event.amount is None and not event.lines:
        yield Unfit("scenario_purchase_empty")
    try:
        body_of(event, programme)
    except Unfit as problem:
        yield problem


def moment(text: str, zone: ZoneInfo) -> datetime:
    """The instant of a local time, in UTC. Of an hour that comes twice it is the first, unless an offset is named."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("scenario_time_unreadable", given=text) from None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
