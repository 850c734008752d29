"""Programme documents from text: the model, or everything that is wrong with the text at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from regulars.engine.errors import Finding, ProgrammeRefused
from regulars.engine.programme.findings import find_problems, in_order
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reading import read_document
from regulars.engine.programme.references import near
from regulars.engine.programme.schema import fields_at

_MOST_FINDINGS = 500


def load_programme(text: str) -> Programme:
    """The programme in a YAML or JSON text. Raises `ProgrammeRefused` with all findings about its shape.

    What needs the whole document is looked at by `find_problems`, and refused by the compile step.
    """
    data = read_document(text)
    try:
        return Programme.model_validate(data)
    except ValidationError as error:
        findings = [_finding(detail) for detail in error.errors(include_url=False)[:_MOST_FINDINGS]]
        raise ProgrammeRefused(in_order(findings)) from error


def check_programme(text: str) -> list[Finding]:
    """All findings about a text, warnings included; none when it is in order."""
    try:
        return find_problems(load_programme(text))
    except ProgrammeRefused as refused:
        return list(refused.findings)


_Words = tuple[str, str, str]

_WORDS: dict[str, _Words] = {
    "missing": ("This field is missing.", "The document is not complete without it.", "Add it."),
    "string_type": ("This is not a text.", "A text belongs here.", "Write a text, in quotation marks if need be."),
    "string_too_short": ("This text is empty.", "Something has to stand here.", "Write a text."),
    "string_too_long": ("This text is too long.", "At most {max_length} characters fit.", "Shorten it."),
    "literal_error": ("{input!r} is not one of the choices.", "Only {expected} are known.", "Use one of them."),
    "greater_than": ("{input} is too small.", "It has to be above {gt}.", "Use a larger number."),
    "greater_than_equal": ("{input} is too small.", "It has to be at least {ge}.", "Use a larger number."),
    "less_than_equal": ("{input} is too large.", "It may be at most {le}.", "Use a smaller number."),
    "decimal_max_places": (
        "{input} has too many decimals.",
        "At most {decimal_places} are kept exactly.",
        "Write it with fewer decimals.",
    ),
    "too_short": ("There are too few entries.", "At least {min_length} are needed.", "Add what is missing."),
    "too_long": ("There are too many entries.", "At most {max_length} are allowed.", "Remove some."),
    "list_type": ("This is not a list.", "A list belongs here.", "Begin each entry with a dash."),
    "dict_type": ("This is not a set of fields.", "Names with values belong here.", "Write field: value."),
    "model_type": ("This is not a set of fields.", "Fields with values belong here.", "Write field: value."),
    "bool_parsing": ("{input!r} is neither true nor false.", "A yes or no belongs here.", "Write true or false."),
    "int_from_float": ("{input} is not a whole number.", "Only whole numbers fit here.", "Write it without decimals."),
}
_NUMBERS: _Words = ("{input!r} is not a number.", "A number belongs here.", "Write a number such as 100 or 0.5.")
_DATES: _Words = ("{input!r} is not a date.", "A day of the calendar belongs here.", "Write it as 2026-01-31.")


def _finding(detail: ErrorDetails) -> Finding:
    """One error of the model as a finding."""
    path = ".".join(str(step) for step in detail["loc"] if step != "[key]")
    what, why, mend = _words(detail)
    given: Mapping[str, Any] = {"input": _short(detail["input"]), **detail.get("ctx", {})}
    return Finding(path, what.format(**given), why.format(**given), mend)


def _words(detail: ErrorDetails) -> _Words:
    kind = detail["type"]
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "extra_forbidden":
        field = str(detail["loc"][-1]).replace("{", "").replace("}", "")
        return (
            f"There is no field {field!r} here.",
            "A field the engine does not know would silently have no effect.",
            near(field, fields_at(detail["loc"][:-1]))["en"],
        )
    if kind == "string_pattern_mismatch":
        return _pattern_words(str(detail["loc"][-1]))
    if kind.startswith("date"):
        return _DATES
    if kind.startswith(("decimal", "int", "finite", "is_instance")):
        return _NUMBERS
    return detail["msg"].replace("{", "").replace("}", "") + ".", "It does not fit the document.", "Correct it."


def _pattern_words(field: str) -> _Words:
    if field == "colour":
        return "{input!r} is not a colour.", "Colours are red, green and blue in six digits.", "Write it as '#5b6b7b'."
    if field == "currency":
        return "{input!r} is not a currency code.", "It is the three capitals of ISO 4217.", "Write it as CNY or USD."
    return (
        "{input!r} is not an id.",
        "Ids stand in expressions and in the ledger: small letters, digits and _, a letter first, at most 40.",
        "Write it as growth_points.",
    )


def _short(value: Any) -> Any:
    """The value as a message shows it: not more of it than a line."""
    text = str(value)
    return value if len(text) <= 60 else text[:60] + "…"
