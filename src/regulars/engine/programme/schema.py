"""The JSON Schema of the programme document, for editors and for suggestions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from regulars.engine.programme.model import Programme


@lru_cache(maxsize=1)
def programme_schema() -> dict[str, Any]:
    """The schema as data. Callers do not change it."""
    schema = Programme.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Regulars programme"}


def schema_text() -> str:
    """The schema as it is published in `docs/reference/programme.schema.json`."""
    return json.dumps(programme_schema(), indent=2, ensure_ascii=False) + "\n"


def fields_at(path: Sequence[str | int]) -> list[str]:
    """The fields that the part at a path of the document may have; none where there are no fields."""
    part = programme_schema()
    for step in path:
        part = _resolve(part)
        if isinstance(step, int):
            part = part.get("items", {})
        else:
            part = part.get("properties", {}).get(step) or part.get("additionalProperties") or {}
    return list(_resolve(part).get("properties", {}))


def _resolve(part: dict[str, Any]) -> dict[str, Any]:
    """The part itself behind a reference or a choice with null, which comes last."""
    choice: dict[str, Any] = part.get("anyOf", [part])[0]
    if "$ref" not in choice:
        return choice
    found: dict[str, Any] = programme_schema()["$defs"][choice["$ref"].rsplit("/", 1)[-1]]
    return found
