"""A public event becomes an incoming one, or a rejection that names every field at fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from regulars.domain.intake.policy.bodies import body_of
from regulars.domain.intake.types.parts import Shape
from regulars.domain.intake.types.public import (
    INTERNAL,
    INTERNAL_FIELDS,
    SHAPES,
    Activity,
    Consent,
    Enrol,
    Event,
    Line,
    Member,
    Opening,
    OpeningLot,
    ProfileChange,
    Purchase,
    RefundLine,
)
from regulars.domain.intake.types.results import Allowance, Incoming, Problem, Rejection
from regulars.domain.intake.types.values import Reading, describe, is_clean
from regulars.domain.members.types import Identity, Profile

PROBLEMS_SHOWN = 20
SOURCE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}", re.ASCII)

CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_type": "text_expected",
    "string_unicode": "text_not_printable",
    "string_too_short": "text_empty",
    "string_too_long": "text_too_long",
    "string_pattern_mismatch": "text_not_allowed",
    "bool_type": "boolean_expected",
    "bool_parsing": "boolean_expected",
    "int_type": "whole_number_expected",
    "int_from_float": "whole_number_expected",
    "greater_than_equal": "month_out_of_range",
    "less_than_equal": "month_out_of_range",
    "list_type": "list_expected",
    "literal_error": "choice_unknown",
    "too_long": "too_many_lines",
    "model_type": "object_expected",
    "model_attributes_type": "object_expected",
    "dict_type": "object_expected",
}
"""Pydantic's names of what is wrong, and ours. Validators of our own raise ours."""


KEPT = {
    "attribute",
    "decimals",
    "expected",
    "given",
    "known",
    "max_length",
    "maximum",
}
"""Parameters that texts use; the rest of what pydantic tells is its own affair."""


def read_event(raw: object, reading: Reading, default_source: str) -> Incoming | Rejection:
    """Check one event's shape and values. Members are not looked up here."""
    outcome = _read(raw, reading, default_source)
    if isinstance(outcome, Incoming) or not isinstance(raw, Mapping):
        return replace(outcome, source=default_source) if isinstance(outcome, Rejection) else outcome
    given, kind = raw.get("source"), raw.get("type")
    source = given if isinstance(given, str) and SOURCE.fullmatch(given) else default_source
    return replace(outcome, source=source, kind=kind if isinstance(kind, str) and kind in SHAPES else "")


def _read(raw: object, reading: Reading, default_source: str) -> Incoming | Rejection:
    if not isinstance(raw, Mapping):
        return Rejection((Problem("", "object_expected", {"given": describe(raw)}),))
    event_id = raw.get("id") if isinstance(raw.get("id"), str) else None
    shape = SHAPES.get(raw["type"]) if isinstance(raw.get("type"), str) else None
    if shape is None:
        return Rejection((_type_problem(raw),), event_id)
    try:
        event = shape.model_validate(raw, context=reading)
        body = body_of(event, reading)
    except ValidationError as error:
        return Rejection(_problems(error, shape), event_id)
    identity = _identity(event)
    if identity is None:
        return Rejection((Problem("member", "identifier_missing"),), event_id)
    return Incoming(
        source=event.source or default_source,
        event_id=event.id,
        occurred_at=event.occurred_at,
        identity=identity,
        enrols=_enrols(event, identity),
        body=body,
        profile=_profile(event),
        consent=_consent(event),
    )


def _type_problem(raw: Mapping[str, Any]) -> Problem:
    known = ", ".join(SHAPES)
    if "type" not in raw:
        return Problem("type", "event_type_missing", {"known": known})
    if isinstance(raw["type"], str) and raw["type"] in INTERNAL:
        return Problem("type", "event_type_internal", {"given": describe(raw["type"])})
    return Problem("type", "event_type_unknown", {"given": describe(raw["type"]), "known": known})


def _identity(event: Event) -> Identity | None:
    member = event.member
    others = tuple(sorted(member.external_ids.items()))
    identity = Identity(member.card, member.mobile, member.email, member.external_id, member.device, others)
    return identity if any(identity) else None


def _enrols(event: Event, identity: Identity) -> bool:
    """Whether an unknown identity becomes a member: not by a device alone, which is a visitor."""
    if isinstance(event, Enrol):
        return True
    may = isinstance(event, Purchase | Activity | ProfileChange | Opening) and event.enrol
    return may and not identity.only_device()


def _profile(event: Event) -> Profile | None:
    if not isinstance(event, Enrol | ProfileChange):
        return None
    return Profile(event.name, event.birth_month, event.language, dict(event.attributes or {}))


def _consent(event: Event) -> Allowance | None:
    if not isinstance(event, Consent):
        return None
    return Allowance(event.purpose, event.contact_channel, event.given, event.text_version or "")


def _problems(error: ValidationError, shape: type[Event]) -> tuple[Problem, ...]:
    return tuple(_problem(detail, shape) for detail in error.errors(include_url=False)[:PROBLEMS_SHOWN])


def _problem(detail: ErrorDetails, shape: type[Event]) -> Problem:
    code = CODES.get(detail["type"], detail["type"])
    params: dict[str, Any] = {name: _plain(value) for name, value in (detail.get("ctx") or {}).items() if name in KEPT}
    if code != "field_missing" and "given" not in params:
        params["given"] = describe(detail["input"])
    if code == "text_not_allowed" and isinstance(detail["input"], str) and not is_clean(detail["input"]):
        code = "text_not_printable"
    if code == "field_unknown" and detail["loc"][0] in INTERNAL_FIELDS:
        code = "field_internal"
    if code == "field_unknown":
        names = _names_at(detail["loc"], shape)
        close = get_close_matches(str(detail["loc"][-1]), names, n=1, cutoff=0.6)
        if close:
            code, params["suggestion"] = "field_misspelt", close[0]
    return Problem(place(detail["loc"]), code, params)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | bool) else (str(value) if isinstance(value, Decimal) else repr(value))


def _names_at(location: tuple[int | str, ...], shape: type[Event]) -> list[str]:
    """The field names that exist where an unknown one was written."""
    if len(location) == 1:
        return list(shape.model_fields)
    parts: dict[str, type[Shape]] = {"member": Member, "lots": OpeningLot}
    inner = parts.get(str(location[0]), Line if shape is Purchase else RefundLine)
    return list(inner.model_fields)


def place(location: tuple[int | str, ...]) -> str:
    """A field's place as people write it: `lines[2].amount`."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{describe(part)}"
    return text.removeprefix(".")
