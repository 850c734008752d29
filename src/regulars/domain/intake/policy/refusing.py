"""How a body is refused for what only the whole event and the programme can tell."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Body = dict[str, Any]


def refuse(field: tuple[int | str, ...], problem: PydanticCustomError, given: object = None) -> ValidationError:
    """Pydantic's error of one field, to be raised."""
    detail = InitErrorDetails(type=problem, loc=field, input=given)
    return ValidationError.from_exception_data("event", [detail])


def texts(event: object, *names: str) -> Body:
    """Those of the named fields that were given, under the same names."""
    return {name: text for name in names if (text := getattr(event, name)) is not None}
