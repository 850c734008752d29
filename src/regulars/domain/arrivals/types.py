"""Values of the arrivals context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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


class ParkedState(StrEnum):
    """What became of an event that waited for a person."""

    WAITING = "waiting"
    TAKEN = "taken"
    DROPPED = "dropped"
    ERASED = "erased"


@dataclass(frozen=True)
class NewParked:
    """An event to keep for a person.

    digest: what tells that it is sent again. kinds: of the identifiers that contradict each other. text: all of it, to
    take it in later.
    """

    digest: bytes
    source: str
    event_id: str
    kind: str
    kinds: str
    members: tuple[int, ...]
    occurred_at: int
    text: str


@dataclass(frozen=True)
class ParkedView:
    """An event that waits, or waited, for a person; `member_id` is who it was said to be of. Instants as they were."""

    id: int
    source: str
    event_id: str
    kind: str
    kinds: tuple[str, ...]
    members: tuple[int, ...]
    occurred_at: datetime
    parked_at: datetime
    times: int
    state: ParkedState
    member_id: int | None
    reason: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Settled:
    """What somebody decided about an event that waited."""

    state: ParkedState
    actor: str
    member_id: int | None = None
    reason: str = ""
