"""From the events as they are written to events as the log keeps them, in the order in which they are received."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from regulars.engine.errors import Finding
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.engine.records import event_key
from regulars.engine.scenario.document import (
    Activity,
    AnyHappening,
    Grant,
    Profile,
    Purchase,
    Redeem,
    Refund,
    Scenario,
    ScenarioText,
    SoldLine,
    TierGrant,
)
from regulars.engine.time import instant_of

Body = dict[str, Any]


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
        accepted = isinstance(event, Redeem) and event.accepted
        name = event.id or f"event {number}"
        dated.append(Dated(number, event.source, name, instant_of(at), instant_of(received), body, accepted))
    return dated


def arrivals(scenario: Scenario) -> list[Dated]:
    """The events in the order in which they are received."""
    return sorted(timeline(scenario), key=lambda event: event.received_at)


def timeline_problems(written: ScenarioText, programme: Programme) -> list[Finding]:
    """Events with a time or a number that cannot be read, and names that the programme does not know."""
    return [
        Finding(f"events.{place}", f"{problem}.", "The event cannot be put into the log.", "Correct the event.")
        for place, event in enumerate(written.events)
        for problem in _problems(event, programme)
    ]


def _problems(event: AnyHappening, programme: Programme) -> Iterator[str]:
    zone = ZoneInfo(programme.time_zone)
    for text in (event.at, event.received):
        try:
            _ = text is None or moment(text, zone)
        except ValueError as error:
            yield str(error)
    if isinstance(event, TierGrant) and event.tier not in {tier.id for tier in programme.ladder.tiers}:
        yield f"There is no tier {event.tier!r}"
    if isinstance(event, Refund) and event.amount is not None and event.lines:
        yield "A refund is by amount or by lines, not both"
    if isinstance(event, Purchase) and event.amount is None and not event.lines:
        yield "A purchase has an amount or lines"
    try:
        body_of(event, programme)
    except ValueError as error:
        yield str(error)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """The instant of a local time, in UTC. Of an hour that comes twice it is the first, unless an offset is named."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time such as 2026-03-08 01:30") from None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def body_of(event: AnyHappening, programme: Programme) -> Body:
    """The event's canonical body; raises `ValueError` for numbers and wallets that do not fit the programme."""
    body: Body = {"kind": event.type, **_details(event, programme)}
    for name in ("channel", "store"):
        if getattr(event, name) is not None:
            body[name] = getattr(event, name)
    if event.attributes:
        body["attributes"] = event.attributes
    return body


def _details(event: AnyHappening, programme: Programme) -> Body:
    match event:
        case Purchase():
            return _purchase(event, programme)
        case Refund():
            return _refund(event, programme)
        case Redeem():
            return _points(event, programme)
        case Grant():
            return {**_points(event, programme), **_until(event.until), "reason": event.reason}
        case TierGrant():
            return {"tier": event.tier, **_until(event.until), "reason": event.reason}
        case Activity():
            return {"name": event.name}
        case Profile() if event.birth_month is not None:
            return {"birth_month": event.birth_month}
    return {}


def _purchase(event: Purchase, programme: Programme) -> Body:
    amount, discount = event.amount, event.discount
    if amount is None:
        amount = sum((line.amount for line in event.lines), Decimal(0))
    if discount is None:
        discount = sum((line.discount for line in event.lines), Decimal(0))
    body: Body = {"amount_minor": _money(amount, programme)}
    if event.order_id is not None:
        body["order_id"] = event.order_id
    if discount:
        body["discount_minor"] = _money(discount, programme)
    if event.lines:
        body["lines"] = [_sold(line, number, programme) for number, line in enumerate(event.lines, start=1)]
    return body


def _sold(line: SoldLine, number: int, programme: Programme) -> Body:
    """A line of a basket; without an id it is named after its number."""
    body: Body = line.model_dump(include={"sku", "category", "department", "brand"}, exclude_none=True)
    body |= {"line_id": line.line_id or str(number), "quantity": line.quantity}
    body["amount_minor"] = _money(line.amount, programme)
    if line.discount:
        body["discount_minor"] = _money(line.discount, programme)
    return body


def _refund(event: Refund, programme: Programme) -> Body:
    if event.lines:
        return {"order_id": event.order_id, "refund": "lines", "lines": _returned(event, programme)}
    if event.amount is not None:
        return {"order_id": event.order_id, "refund": "amount", "amount_minor": _money(event.amount, programme)}
    return {"order_id": event.order_id, "refund": "full"}


def _returned(event: Refund, programme: Programme) -> list[Body]:
    lines = []
    for line in event.lines:
        returned: Body = {"line_id": line.line_id}
        if line.quantity is not None:
            returned["quantity"] = line.quantity
        if line.amount is not None:
            returned["amount_minor"] = _money(line.amount, programme)
        lines.append(returned)
    return lines


def _points(event: Redeem | Grant, programme: Programme) -> Body:
    """Wallet and points in its smallest unit; the wallet may be left out where one can be spent."""
    spendable = [wallet.id for wallet in programme.wallets if wallet.purpose == "spend"]
    wallet = event.wallet or (spendable[0] if len(spendable) == 1 else None)
    if wallet is None:
        raise ValueError(f"Several wallets can be spent from: name one of {', '.join(spendable)}")
    return {"wallet": wallet, "points": smallest_units(event.points, wallet, programme)}


def smallest_units(points: Decimal, wallet: str, programme: Programme) -> int:
    """Points as written in the wallet's smallest unit; raises `ValueError`."""
    decimals = {known.id: known.decimals for known in programme.wallets}
    if wallet not in decimals:
        raise ValueError(f"There is no wallet {wallet!r}")
    return _scaled(points, decimals[wallet])


def _money(amount: Decimal, programme: Programme) -> int:
    return _scaled(amount, CURRENCY_DECIMALS[programme.currency])


def _scaled(number: Decimal, decimals: int) -> int:
    scaled = number.scaleb(decimals)
    if scaled % 1:
        raise ValueError(f"{number} has more than {decimals} decimals")
    return int(scaled)


def _until(until: date | None) -> Body:
    return {} if until is None else {"until": until.isoformat()}
