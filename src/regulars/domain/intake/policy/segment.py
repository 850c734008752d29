"""Messages of the Segment protocol become public events.

identify -> profile; track `Order Completed` -> purchase, `Order Refunded` -> refund, `Consent Given`, `Consent
Withdrawn` and `Consent Changed` -> consent, any other -> activity of that name; page and screen -> activities `page`
and `screen`; group and alias are understood and not kept.
`docs/reference/segment.md` has the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from regulars.domain.intake.policy.orders import purchase_fields, refund_fields
from regulars.domain.intake.types.public import Raw
from regulars.domain.intake.types.results import Ignored, Problem, Rejection
from regulars.domain.intake.types.values import ATTRIBUTE, Reading, describe, is_clean
from regulars.engine.expressions.vocabulary import LARGEST_ATTRIBUTE

SOURCE = "segment"
IGNORED = {"group", "alias"}
CONSENTS: dict[object, bool | None] = {"Consent Given": True, "Consent Withdrawn": False, "Consent Changed": None}
TYPES = ("identify", "track", "page", "screen", "group", "alias")


def translate(message: object, reading: Reading) -> Raw | Ignored | Rejection:
    """One message as a public event, or why there is none."""
    if not isinstance(message, Mapping):
        return Rejection((Problem("", "object_expected", {"given": describe(message)}),))
    kind = message.get("type")
    message_id = message.get("messageId")
    event_id = message_id if isinstance(message_id, str) else None
    if kind not in TYPES:
        unknown = Problem("type", "event_type_unknown", {"given": describe(kind), "known": ", ".join(TYPES)})
        return Rejection((unknown,), event_id)
    if kind in IGNORED:
        return Ignored(kind, event_id)
    raw: Raw = {
        "id": message_id,
        "source": SOURCE,
        "occurred_at": _instant(message, reading.now),
        "member": _member(message),
    }
    if kind == "identify":
        raw |= _profile(message)
    elif kind == "track":
        raw |= _track(message, reading)
    else:
        raw |= _view(message, kind, reading)
    return {name: value for name, value in raw.items() if value is not None}


def _instant(message: Mapping[str, Any], now: datetime) -> Any:
    return message.get("timestamp") or message.get("originalTimestamp") or now.isoformat()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    """A text, or a number written as one; empty texts say nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _traits(message: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the user: in the message, or in its context."""
    context = _mapping(message.get("context"))
    return {**_mapping(context.get("traits")), **_mapping(message.get("traits"))}


def _member(message: Mapping[str, Any]) -> dict[str, str]:
    traits = _traits(message)
    known = {
        "external_id": _text(message.get("userId")),
        "device": _text(message.get("anonymousId")),
        "email": _text(traits.get("email")),
        "mobile": _text(traits.get("phone")),
        "card": _text(traits.get("card")),
    }
    return {kind: value for kind, value in known.items() if value is not None}


def _profile(message: Mapping[str, Any]) -> Raw:
    traits = _traits(message)
    names = [_text(traits.get(part)) for part in ("firstName", "lastName")]
    locale = _mapping(message.get("context")).get("locale")
    return {
        "type": "profile",
        "name": _text(traits.get("name")) or " ".join(part for part in names if part) or None,
        "birth_month": _birth_month(traits.get("birthday")),
        "language": _text(traits.get("language")) or _text(locale),
    }


def _birth_month(birthday: object) -> int | None:
    text = _text(birthday) or ""
    month = text[5:7]
    return int(month) if len(text) >= 7 and text[4] == "-" and month.isascii() and month.isdigit() else None


def _track(message: Mapping[str, Any], reading: Reading) -> Raw:
    properties = _mapping(message.get("properties"))
    name = message.get("event")
    if name == "Order Completed":
        declared = _attributes(properties, reading, declared_only=True)
        order = purchase_fields(properties, reading.currency_decimals)
        return order | _place(properties, "online") | {"attributes": declared}
    if name == "Order Refunded":
        return refund_fields(properties) | _place(properties, None)
    if isinstance(name, str) and name in CONSENTS:
        return _consent(properties, given=CONSENTS[name])
    attributes = _attributes(properties, reading)
    return {"type": "activity", "name": name, **_place(properties, None), "attributes": attributes}


def _consent(properties: Mapping[str, Any], *, given: bool | None) -> Raw:
    """A member's word about a purpose and a channel; `Consent Changed` says itself which it is."""
    said = {
        "purpose": properties.get("purpose"),
        "contact_channel": properties.get("channel"),
        "given": properties.get("given") if given is None else given,
        "text_version": _text(properties.get("text_version")),
    }
    return {"type": "consent"} | {name: value for name, value in said.items() if value is not None}


def _view(message: Mapping[str, Any], kind: str, reading: Reading) -> Raw:
    properties = {**_mapping(message.get("properties"))}
    for field in ("name", "category"):
        if (text := _text(message.get(field))) is not None:
            properties[f"{kind}_{field}"] = text
    return {"type": "activity", "name": kind, "attributes": _attributes(properties, reading)}


def _place(properties: Mapping[str, Any], channel: str | None) -> Raw:
    return {
        "channel": _text(properties.get("channel")) or channel,
        "store": _text(properties.get("store")) or _text(properties.get("affiliation")),
    }


def _attributes(properties: Mapping[str, Any], reading: Reading, *, declared_only: bool = False) -> Raw | None:
    """Properties that can be attributes; lists, objects and long texts are left out, fractions become text."""
    kept: Raw = {}
    for name, value in properties.items():
        if len(kept) == 40 or not ATTRIBUTE.fullmatch(name):
            continue
        if declared_only and name not in reading.attribute_types:
            continue
        plain = _scalar(value, reading.attribute_types.get(name))
        if plain is not None:
            kept[name] = plain
    return kept or None


def _scalar(value: object, declared: str | None) -> str | int | bool | None:
    if isinstance(value, float):
        value = int(value) if value.is_integer() and declared != "text" else str(value)
    if isinstance(value, bool):
        return value if declared in {None, "boolean"} else None
    if isinstance(value, int):
        if declared == "text":
            return str(value)
        return value if declared in {None, "integer"} and abs(value) <= LARGEST_ATTRIBUTE else None
    if isinstance(value, str):
        return value if declared in {None, "text"} and len(value) <= 500 and is_clean(value) else None
    return None
