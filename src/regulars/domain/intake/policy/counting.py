"""What is counted of an event that came in, and what its fields are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from regulars.domain.intake.types.results import Answer, Incoming, Rejection
from regulars.domain.ledger.types import EventStatus

UNKNOWN = frozenset({"member_not_found", "identifier_missing"})
OUTCOMES = ("accepted", "late", "duplicate", "unknown", "rejected")
_OF_ITS_OWN = frozenset({"kind", "attributes", "lines"})


class Counted(NamedTuple):
    """Under what an event is counted."""

    source: str
    kind: str
    name: str
    outcome: str
    code: str


def counted(incoming: Incoming | Rejection, answer: Answer) -> Counted:
    """Where an event belongs: accepted; late, when the member had to be restated; duplicate, when it was known;
    unknown, when it named nobody; rejected for all else, with the code of the first thing that was wrong.
    """
    body = incoming.body if isinstance(incoming, Incoming) else {}
    kind = str(body.get("kind", "")) if isinstance(incoming, Incoming) else incoming.kind
    name = str(body.get("name", ""))[:100]
    return Counted(incoming.source[:40], kind, name, *_outcome(answer))


def _outcome(answer: Answer) -> tuple[str, str]:
    if isinstance(answer, Rejection):
        code = answer.problems[0].code if answer.problems else ""
        return ("unknown" if code in UNKNOWN else "rejected"), code[:40]
    if answer.status is EventStatus.ACCEPTED:
        return ("late" if answer.restated else "accepted"), ""
    if answer.status is EventStatus.DUPLICATE:
        return "duplicate", ""
    return "rejected", (answer.code or answer.status.value)[:40]


def fields_of(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field of a canonical body with the type of its value; those of lines and attributes by their place."""
    for field, value in body.items():
        if field not in _OF_ITS_OWN:
            yield field, type_of(value)
    for field, value in body.get("attributes", {}).items():
        yield f"attributes.{field}"[:130], type_of(value)
    for line in body.get("lines", ()):
        for field, value in line.items():
            yield f"lines.{field}"[:130], type_of(value)


def type_of(value: object) -> str:
    """What a value is: text, number, boolean, list or object."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list | tuple) else "object"
