"""Rows of a file become public events, to be read like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from regulars.domain.intake.policy.mapping import IDENTIFIERS, KINDS, LINE_FIELDS
from regulars.domain.intake.policy.orders import rounded
from regulars.domain.intake.types.files import ATTRIBUTE_PREFIX, Mapping, Row
from regulars.domain.intake.types.public import Raw
from regulars.domain.intake.types.values import Reading

OF_ORDERS = ("amount", "discount", "order_discount", "tax", "delivery", "instruments")
MONEY = frozenset({*OF_ORDERS, "line_amount", "line_discount", "line_tax"})
NUMBERS = MONEY | {"points", "quantity"}
DAYS = frozenset({"until", "tier_until"})
LINE_NAMES = {"line_amount": "amount", "line_discount": "discount", "line_tax": "tax"}
"""Fields of a line, as they are called within it."""
LOOSE_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?)?\s*"
    r"(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
CURRENCY_SIGNS = "¥￥$€£ "


def event_of_rows(rows: Sequence[Row], mapping: Mapping, reading: Reading, file_hash: str) -> Raw:
    """The public event that the rows of one record make; rows have values.

    Without a column of ids an event is named after the file's content and the row (or the order), so the same
    file brought twice is recognised.
    """
    fields = fields_of(rows[0], mapping)
    kind = str(fields.pop("type", ""))
    kind = KINDS.get(kind.strip().casefold(), kind.strip().casefold())
    raw: Raw = {"type": kind, "source": mapping.source, "occurred_at": instant_of(fields, mapping.time_zone)}
    raw["id"] = text_of(fields.pop("id", None)) or _made_up_id(rows[0], fields, kind, mapping, file_hash)
    raw["member"] = {name: text_of(fields.pop(name)) for name in IDENTIFIERS if name in fields}
    attributes = _attributes(fields, reading)
    if attributes:
        raw["attributes"] = attributes
    if mapping.layout == "lines":
        raw["lines"] = [_line(row, mapping, reading) for row in rows]
        fields = {name: value for name, value in fields.items() if name not in LINE_FIELDS}
    if kind == "activity" and "activity" in fields:
        raw["name"] = text_of(fields["activity"])
    fields.pop("activity", None)
    for name, value in fields.items():
        raw[name] = value_of(name, value, reading)
    return {name: value for name, value in raw.items() if value is not None}


def fields_of(row: Row, mapping: Mapping) -> Raw:
    """The row's values by field; empty cells are missing."""
    values = row.values or {}
    found = {field: values[heading] for field, heading in mapping.columns.items()}
    present = {field: value for field, value in found.items() if value is not None and value != ""}
    return {**mapping.constants, **present}


def _made_up_id(row: Row, fields: Raw, kind: str, mapping: Mapping, file_hash: str) -> str:
    if mapping.layout == "lines":
        return f"{kind}:{text_of(fields.get('order_id'))}"
    return f"{file_hash[:16]}:{row.number + 1}"


def _line(row: Row, mapping: Mapping, reading: Reading) -> Raw:
    fields = fields_of(row, mapping)
    line = {LINE_NAMES.get(name, name): value_of(name, fields[name], reading) for name in LINE_FIELDS if name in fields}
    return {name: value for name, value in line.items() if value is not None}


def value_of(name: str, value: Any, reading: Reading) -> Any:
    """A cell as the field wants it; what cannot be read is passed on, to be refused with its place."""
    if name in DAYS:
        return _day(value)
    if name in NUMBERS:
        return _number(name, value, reading)
    if name == "birth_month":
        text = str(value).strip()
        return int(text) if text.isascii() and text.isdigit() else value
    return text_of(value)


def _number(name: str, value: Any, reading: Reading) -> Any:
    """A number as text without thousands' commas or currency signs; computed floats at the currency's decimals."""
    if isinstance(value, float):
        if name in MONEY:
            return rounded(value, reading.currency_decimals)
        return int(value) if value.is_integer() else value
    if not isinstance(value, str):
        return value
    text = value.strip().strip(CURRENCY_SIGNS)
    return text.replace(",", "") if THOUSANDS.fullmatch(text) else text


def text_of(value: Any) -> str | None:
    """Text of any cell; numbers that a column type made into fractions (12.0) become whole again."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip() or None


def instant_of(fields: Raw, time_zone: str) -> Any:
    """The instant as ISO 8601; a time without a zone is taken in the mapping's zone."""
    value = fields.pop("occurred_at", None)
    clock = fields.pop("time_of_day", None)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime):
        moment: datetime | None = value
    else:
        text = text_of(value)
        if text is None:
            return None
        moment = _loose(f"{text} {clock}" if clock is not None else text)
        if moment is None:
            return text
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(time_zone))
    return moment.isoformat() if moment is not None else None


def _day(value: Any) -> str | None:
    """A date as spreadsheets write it (2026/3/1), or the text as it is."""
    if isinstance(value, datetime):
        value = value.date()
    text = text_of(value)
    moment = _loose(text) if text is not None else None
    return text if moment is None else moment.date().isoformat()


def _loose(text: str) -> datetime | None:
    """A time as spreadsheets write it (2026/3/1 9:05), or None."""
    match = LOOSE_TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    iso = f"{year}-{month:0>2}-{day:0>2}T{hour or '0':0>2}:{minute or '00'}:{second or '00'}{(fraction or '')[:7]}"
    try:
        return datetime.fromisoformat(iso + (zone or ""))
    except ValueError:
        return None


def _attributes(fields: Raw, reading: Reading) -> Raw:
    """Mapped attributes, in the type the programme declares where the text allows it."""
    found: Raw = {}
    for name in [name for name in fields if name.startswith(ATTRIBUTE_PREFIX)]:
        attribute = name.removeprefix(ATTRIBUTE_PREFIX)
        found[attribute] = _typed(fields.pop(name), reading.attribute_types.get(attribute))
    return {name: value for name, value in found.items() if value is not None}


def _typed(value: Any, declared: str | None) -> Any:
    text = text_of(value)
    if declared == "integer" and text is not None and re.fullmatch(r"[+-]?[0-9]{1,15}", text, re.ASCII):
        return int(text)
    if declared == "boolean" and text is not None and text.casefold() in {"true", "false", "1", "0", "是", "否"}:
        return text.casefold() in {"true", "1", "是"}
    return text


def column_of(place: str, mapping: Mapping) -> tuple[int, str]:
    """Which row of the record and which column a field's place (`lines[2].amount`) comes from; row 0, '' when none."""
    match = re.match(r"lines\[(\d+)\]\.?(.*)", place)
    if match is not None:
        field = {inner: outer for outer, inner in LINE_NAMES.items()}.get(match[2], match[2])
        return int(match[1]), mapping.columns.get(field, "")
    field = place.removeprefix("member.")
    if field == "name" and "activity" in mapping.columns:
        field = "activity"
    return 0, mapping.columns.get(field, "")
