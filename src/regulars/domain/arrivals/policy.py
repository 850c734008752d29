"""What the fields of an event are, and how the members are kept that one names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_OF_ITS_OWN = frozenset({"kind", "attributes", "lines"})


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


def named(members: Iterable[int]) -> str:
    """Members as one text, so that one of them is found in it."""
    return "".join([",", *(f"{one}," for one in members)])


def names_in(text: str) -> tuple[int, ...]:
    """The members of such a text."""
    return tuple(int(one) for one in text.split(",") if one)
