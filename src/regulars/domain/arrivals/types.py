"""Values of the arrivals context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

OUTCOMES = ("accepted", "late", "duplicate", "unknown", "rejected")
"""What becomes of an event: taken in, in order or late; known already; of nobody; or wrong."""


class Counted(NamedTuple):
    """Under what an event is counted; `code` says what was wrong."""

    source: str
    kind: str
    name: str
    outcome: str
    code: str


@dataclass(frozen=True)
class Taken:
    """An event that was taken in: its body, and where it stands in whose log."""

    kind: str
    name: str
    body: Mapping[str, Any]
    member_id: int
    seq: int
