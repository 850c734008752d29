"""The kinds of value a public event is made of: exact, bounded, and clear about what is wrong.

Validators are given a `Reading` as pydantic's context: the programme's currency, wallets, tiers, attributes and
holds, and the present instant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import PlainValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT, LARGEST_ATTRIBUTE, LARGEST_QUANTITY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FUTURE_ALLOWED = timedelta(days=1)
LARGEST_POINTS = 10**12

DECIMAL = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,40}))?", re.ASCII)
UNCLEAN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
WITHOUT_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
UNSPACED = r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$"
ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}", re.ASCII)

Scalar = str | int | bool


@dataclass(frozen=True)
class Reading:
    """What a public event is read against.

    `moment_minutes`: how old an event may be that grants a benefit at once; 0 where none does.
    """

    programme_id: int
    currency: str
    currency_decimals: int
    wallet_decimals: Mapping[str, int]
    spend_wallets: tuple[str, ...]
    tiers: frozenset[str]
    attribute_types: Mapping[str, str]
    member_attribute_types: Mapping[str, str]
    hold_minutes: int
    longest_hold_minutes: int
    region: str | None
    now: datetime = field(compare=False)
    moment_minutes: int = 0


def fault(code: str, **params: Any) -> PydanticCustomError:
    """An error of one field; `code` is looked up in the table of messages."""
    return PydanticCustomError(code, code, params or None)


def _reading(info: ValidationInfo) -> Reading:
    return cast("Reading", info.context)


def exact_decimal(value: object) -> Decimal:
    """The number that was written, digit by digit."""
    sign, whole, fraction = _digits(value)
    return Decimal(f"{sign}{whole}.{fraction or 0}")


def scaled(value: object, decimals: int, largest: int) -> int:
    """A number in units of 10^-decimals; refuses more decimals than that and anything beyond `largest`."""
    sign, whole, fraction = _digits(value)
    fraction = fraction.rstrip("0")
    if len(fraction) > decimals:
        raise fault("too_many_decimals", given=describe(value), decimals=decimals)
    units = int(whole + fraction.ljust(decimals, "0"))
    if units > largest:
        raise fault("number_too_large", given=describe(value))
    return -units if sign == "-" else units


def _digits(value: object) -> tuple[str, str, str]:
    """Sign, whole digits and decimals of a number as it was written; a float stands for its shortest form."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise fault("number_expected", given=describe(value))
    text = value.strip() if isinstance(value, str) else _plain(value)
    match = DECIMAL.fullmatch(text)
    if match is None:
        raise fault("number_expected", given=describe(value))
    sign, whole, fraction = match.groups(default="")
    return sign, whole, fraction


def _plain(number: int | float | Decimal) -> str:
    """Digits without an exponent, where the number is small enough to be one of ours."""
    text = str(number)
    return f"{Decimal(text):f}" if "e" in text.lower() and abs(float(number)) < 1e18 else text


def describe(value: object) -> str:
    """A value as it appears in a message: short, and safe to print."""
    text = value if isinstance(value, str) else repr(value)
    shown = text[:60] + ("…" if len(text) > 60 else "")
    return shown.encode("utf-8", "replace").decode("utf-8")


def _money(value: object, info: ValidationInfo) -> int:
    reading = _reading(info)
    minor = scaled(value, reading.currency_decimals, LARGEST_AMOUNT)
    if minor < 0:
        raise fault("amount_negative", given=describe(value))
    return minor


def _quantity(value: object) -> int:
    if _digits(value)[2].strip("0"):
        raise fault("quantity_not_whole", given=describe(value))
    quantity = scaled(value, 0, LARGEST_QUANTITY)
    if quantity < 0:
        raise fault("quantity_negative", given=describe(value))
    return quantity


def _minutes(value: object, info: ValidationInfo) -> int:
    longest = _reading(info).longest_hold_minutes
    sign, whole, fraction = _digits(value)
    minutes = int(whole)
    if sign == "-" or fraction.strip("0") or not 1 <= minutes <= longest:
        raise fault("minutes_out_of_range", given=describe(value), maximum=longest)
    return minutes


def _points(value: object) -> Decimal:
    points = exact_decimal(value)
    if points <= 0:
        raise fault("points_not_positive", given=describe(value))
    return points


def _instant(value: object, info: ValidationInfo) -> int:
    moment = parse_instant(value)
    now = _reading(info).now
    if moment > now + FUTURE_ALLOWED:
        raise fault("time_in_future", given=describe(value))
    if moment < EARLIEST:
        raise fault("time_too_early", given=describe(value))
    return (moment - EPOCH) // MICROSECOND


def parse_instant(value: object) -> datetime:
    """An ISO 8601 instant with its zone; a time without one could be any of two dozen instants."""
    if not isinstance(value, str):
        raise fault("time_expected", given=describe(value))
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        raise fault("time_expected", given=describe(value)) from None
    if moment.tzinfo is None:
        raise fault("time_without_zone", given=describe(value))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise fault("time_too_early", given=describe(value)) from None


def _day(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        raise fault("date_expected", given=describe(value))
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise fault("date_expected", given=describe(value)) from None


def _attributes(value: object, info: ValidationInfo) -> dict[str, Scalar]:
    return _typed_attributes(value, _reading(info).attribute_types)


def _member_attributes(value: object, info: ValidationInfo) -> dict[str, Scalar]:
    return _typed_attributes(value, _reading(info).member_attribute_types)


def _typed_attributes(value: object, declared: Mapping[str, str]) -> dict[str, Scalar]:
    if not isinstance(value, dict):
        raise fault("object_expected", given=describe(value))
    if len(value) > 40:
        raise fault("too_many_attributes", maximum=40)
    return {_attribute_name(name): _attribute(name, item, declared.get(name)) for name, item in value.items()}


def _attribute_name(name: object) -> str:
    if not isinstance(name, str) or not ATTRIBUTE.fullmatch(name):
        raise fault("attribute_name", given=describe(name))
    return name


def _attribute(name: str, value: object, declared: str | None) -> Scalar:
    kind = {str: "text", int: "integer", bool: "boolean"}.get(type(value))
    if kind is None:
        raise fault("attribute_type", attribute=name, given=describe(value), expected=declared or "text")
    if declared is not None and kind != declared:
        raise fault("attribute_type", attribute=name, given=describe(value), expected=declared)
    if isinstance(value, str) and (len(value) > 500 or not is_clean(value)):
        raise fault("attribute_type", attribute=name, given=describe(value), expected="text")
    if isinstance(value, int) and abs(value) > LARGEST_ATTRIBUTE:
        raise fault("number_too_large", given=describe(value))
    return cast("Scalar", value)


def is_clean(text: str) -> bool:
    """No control characters and no lone surrogates: text that every database stores and every reader shows."""
    return UNCLEAN.search(text) is None


_NUMBER_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": r"^[0-9]{1,11}(\.[0-9]{1,4})?$"},
        {"type": "number", "minimum": 0},
    ]
}
_SCALAR_SCHEMA = {"anyOf": [{"type": "string", "maxLength": 500}, {"type": "integer"}, {"type": "boolean"}]}
_ATTRIBUTES_SCHEMA = {
    "type": "object",
    "maxProperties": 40,
    "propertyNames": {"pattern": f"^{ATTRIBUTE.pattern}$"},
    "additionalProperties": _SCALAR_SCHEMA,
}
_QUANTITY_SCHEMA = {"type": "integer", "minimum": 0, "maximum": LARGEST_QUANTITY, "description": "whole pieces"}
_MINUTES_SCHEMA = {"type": "integer", "minimum": 1, "description": "at most what the programme allows"}
_INSTANT_SCHEMA = {"type": "string", "format": "date-time", "description": "ISO 8601 with a zone"}

Money = Annotated[
    int,
    PlainValidator(_money),
    WithJsonSchema(_NUMBER_SCHEMA | {"description": "in currency units", "examples": ["120.50"]}),
]
Points = Annotated[
    Decimal,
    PlainValidator(_points),
    WithJsonSchema(_NUMBER_SCHEMA | {"description": "points, above 0", "examples": [200]}),
]
Quantity = Annotated[int, PlainValidator(_quantity), WithJsonSchema(_QUANTITY_SCHEMA)]
Minutes = Annotated[int, PlainValidator(_minutes), WithJsonSchema(_MINUTES_SCHEMA)]
Instant = Annotated[int, PlainValidator(_instant), WithJsonSchema(_INSTANT_SCHEMA)]
Day = Annotated[str, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Attributes = Annotated[dict[str, Scalar], PlainValidator(_attributes), WithJsonSchema(_ATTRIBUTES_SCHEMA)]
MemberAttributes = Annotated[dict[str, Scalar], PlainValidator(_member_attributes), WithJsonSchema(_ATTRIBUTES_SCHEMA)]


def _words(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest, pattern=WITHOUT_CONTROLS)


Label = Annotated[str, _words(100)]
Sentence = Annotated[str, _words(500)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=UNSPACED)]
