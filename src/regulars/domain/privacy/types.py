"""Values of the privacy context."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

Rows = list[dict[str, Any]]


class Part(NamedTuple):
    """A part of what is kept of a member: its name in the file, and how it is read, given programme and member."""

    name: str
    read: Callable[[int, int], Rows]


class Eraser(NamedTuple):
    """How a part is taken away, given programme and member; it answers how much that was.

    `after`: outside the database, once everything inside is done; it may be run again.
    """

    name: str
    erase: Callable[[int, int], int]
    after: bool = False


class Blocker(NamedTuple):
    """What has to end before a member can be erased: whether it stands in the way, given programme and member."""

    name: str
    stands: Callable[[int, int], bool]


class RequestKind(StrEnum):
    """What is asked for. The value is stored and appears in the API."""

    COPY = "copy"
    ERASURE = "erasure"


class RequestState(StrEnum):
    """How far a request has come. Copies: requested, ready, failed, expired. Erasures: requested, approved, done."""

    REQUESTED = "requested"
    APPROVED = "approved"
    READY = "ready"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class RequestView:
    """A request. `due_at`: when an erasure is carried out, or a copy is deleted."""

    id: int
    member_id: int
    kind: RequestKind
    state: RequestState
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    counts: dict[str, int]
    job_id: int | None
    size: int
    reason: str = ""


@dataclass(frozen=True)
class Look:
    """Somebody looked at a member: who, from where (console, api, cli, counter) and at what.

    A list that shows `members` in clear is one look, at no single member; `people` tells such lists apart, and is not
    kept.
    """

    member_id: int | None
    who: str
    via: str
    what: str
    members: int = 1
    people: int = field(default=0, repr=False)


def look_at_list(people: Iterable[int], who: str, via: str, what: str) -> Look:
    """One look at a list of members."""
    shown = frozenset(people)
    return Look(None, who, via, what, len(shown), hash(shown))


@dataclass(frozen=True)
class LookView:
    """The same with its instant."""

    id: int
    look: Look
    at: datetime


@dataclass(frozen=True)
class LookFilter:
    """What the access log is narrowed to; None and empty narrow nothing. `before` is exclusive."""

    member_id: int | None = None
    who: str = ""
    via: str = ""
    since: datetime | None = None
    before: datetime | None = None
