"""Programme documents from text: the model, or everything that is wrong with the text at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from regulars.engine.errors import Finding, ProgrammeRefused, found
from regulars.engine.programme.findings import find_problems, in_order
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reading import read_document
from regulars.engine.programme.schema import fields_at
from regulars.engine.texts import Param
from regulars.engine.texts.near import near

_MOST_FINDINGS = 500


def load_programme(text: str) -> Programme:
    """The programme in a YAML or JSON text. Raises `ProgrammeRefused` with all findings about its shape.

    What needs the whole document is looked at by `find_problems`, and refused by the compile step.
    """
    data = read_document(text)
    try:
        return Programme.model_validate(data)
    except ValidationError as error:
        findings = [shape_finding(detail, _path(detail)) for detail in error.errors(include_url=False)[:_MOST_FINDINGS]]
        raise ProgrammeRefused(in_order(findings)) from error


def check_programme(text: str, today: date | None = None) -> list[Finding]:
    """All findings about a text, warnings included; none when it is in order. `today`: see `find_problems`."""
    try:
        return find_problems(load_programme(text), today)
    except ProgrammeRefused as refused:
        return list(refused.findings)


_CODES = {
    "missing": "field_missing",
    "string_type": "not_a_text",
    "string_too_short": "text_empty",
    "string_too_long": "text_long",
    "literal_error": "not_a_choice",
    "greater_than": "not_above",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "decimal_max_places": "decimals_kept",
    "too_short": "entries_few",
    "too_long": "entries_many",
    "list_type": "not_a_list",
    "dict_type": "not_names",
    "model_type": "not_fields",
    "bool_parsing": "not_true_or_false",
    "int_from_float": "not_whole",
}
"""Codes of findings by those of the model's errors."""
_PATTERNS = {"colour": "not_a_colour", "currency": "not_a_currency"}


def shape_finding(detail: ErrorDetails, path: str, known: Sequence[str] | None = None) -> Finding:
    """One error of a model as a finding; `known` are the fields that stand there, default: those of a programme."""
    field = str(detail["loc"][-1]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        fields = fields_at(detail["loc"][:-1]) if known is None else known
        return found(path, "field_unknown", field=field, near=near(field, fields))
    code = _code(detail["type"], field)
    if code is None:
        return found(path, "does_not_fit", problem=detail["msg"])
    given = _short(detail["input"])
    return found(path, code, input=str(given), shown=repr(given), **_bounds(detail))


def _path(detail: ErrorDetails) -> str:
    return ".".join(str(step) for step in detail["loc"] if step != "[key]")


def _code(kind: str, field: str) -> str | None:
    """The code of a finding about a field; None for an error that has no words of its own."""
    if kind in _CODES:
        return _CODES[kind]
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(field, "not_an_id")
    if kind.startswith("date"):
        return "not_a_date"
    return "not_a_number" if kind.startswith(("decimal", "int", "finite", "is_instance")) else None


def _bounds(detail: ErrorDetails) -> dict[str, Param]:
    """What the model says of its limits; choices are listed as each language does."""
    bounds: dict[str, Param] = dict(detail.get("ctx", {}))
    expected = str(bounds.get("expected", ""))
    return {**bounds, "expected": {"en": expected, "zh": expected.replace(" or ", "、").replace(", ", "、")}}


def _short(value: Any) -> Any:
    """The value as a message shows it: not more of it than a line."""
    text = str(value)
    return value if len(text) <= 60 else text[:60] + "…"
