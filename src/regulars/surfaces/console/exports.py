"""Files of members: whoever takes one stands in the audit trail, with its rows and what it was narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from regulars.platform import audit
from regulars.surfaces.console.desk import Desk

Row = TypeVar("Row")
ACTION = "members_exported"


@dataclass(frozen=True)
class Export:
    """What is taken out: its subject such as `tag tier`, the kind of the file, and what the list is narrowed to."""

    subject: str
    kind: str
    narrowed: Mapping[str, Any] = field(default_factory=dict)


def noted(desk: Desk, export: Export, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows as they are; when the last is out, or the reader went away, the trail says how many were taken."""
    taken = 0
    try:
        for row in rows:
            taken += 1
            yield row
    finally:
        given = {name: str(value) for name, value in export.narrowed.items() if value not in ("", None)}
        audit.record(desk.who.username, ACTION, export.subject, {"members": taken, "file": export.kind} | given)
