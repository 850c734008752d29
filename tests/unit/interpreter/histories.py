"""Small programmes and histories for the interpreter, in few words."""

from datetime import UTC, datetime
from typing import Any

from bench.interpreter import Member, interpret
from bench.interpreter.member import Balances
from regulars.engine.programme.model import Programme
from regulars.engine.records import Record

Told = tuple[str, dict[str, Any]]


def named(identifier: str, **rest: Any) -> dict[str, Any]:
    """A part of a programme with an id, and a name in both languages."""
    return {"id": identifier, "name": {"zh": identifier, "en": identifier}, **rest}


def programme(**parts: Any) -> Programme:
    """A programme in UTC and euro that gives one point per euro; `parts` replace what it says."""
    document = {
        **named("club", currency="EUR", time_zone="UTC"),
        "wallets": [named("points")],
        "rules": [rule("spend")],
        "ladder": {"tiers": [named("base")]},
    }
    return Programme.model_validate(document | parts)


def rule(identifier: str, when: str = "event = 'purchase'", **award: Any) -> dict[str, Any]:
    """A rule of one point per euro, unless the award says otherwise."""
    return named(identifier, wallet="points", when=when, award=award or {"points": 1, "per": 1})


def after(document: Programme, *events: Told, decided: bool = False) -> Member:
    """The member after events, each an instant such as `2024-01-31` or `2024-01-31 12:30` and a body."""
    records = []
    for seq, (written, body) in enumerate(events, start=1):
        instant = datetime.fromisoformat(written).replace(tzinfo=UTC)
        records.append(Record(1, seq, seq, int(instant.timestamp()) * 1_000_000, body, decided))
    return interpret(document, records)[1]


def purchase(euro: int, order_id: str = "o1", **rest: Any) -> dict[str, Any]:
    """A purchase of an order."""
    return {"kind": "purchase", "order_id": order_id, "amount_minor": euro * 100, **rest}


def refund(order_id: str = "o1", euro: int | None = None) -> dict[str, Any]:
    """A refund of an order, whole or of an amount."""
    part = {"refund": "full"} if euro is None else {"refund": "amount", "amount_minor": euro * 100}
    return {"kind": "refund", "order_id": order_id, **part}


def of_points(kind: str, points: int, **rest: Any) -> dict[str, Any]:
    """An event that says how many points."""
    return {"kind": kind, "wallet": "points", "points": points, **rest}


def tick() -> dict[str, Any]:
    """An event that only lets time pass."""
    return {"kind": "tick"}


def balances(member: Member) -> dict[str, int]:
    """What an account shows, without what is zero."""
    shown: Balances = member.balances("points")
    return {name: value for name, value in shown._asdict().items() if value}


def told(member: Member) -> list[tuple[str, int]]:
    """The transactions, each as its kind and the change of available points."""
    return [(entry.kind, entry.points) for entry in member.transactions]


def open_lots(member: Member) -> list[tuple[int, str]]:
    """What is left in open lots, and the first day on which it is gone."""
    return [(lot.remaining, lot.expires_on.isoformat()) for lot in member.open_lots("points")]
