"""What other contexts learn about programmes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from regulars.engine.compile import CompiledProgramme
from regulars.engine.programme.model import Programme
from regulars.engine.texts import Words

WHOLE = 10_000
"""The share of everybody: shares are counted in ten-thousandths of the members."""


class VersionState(StrEnum):
    """How far a version has come. From `in_review` on its document never changes."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"


class ActivationKind(StrEnum):
    """Why a version comes into force."""

    PUBLICATION = "publication"
    PILOT = "pilot"
    STOP = "stop"
    ROLL_BACK = "roll_back"
    CORRECTION = "correction"


class Decision(StrEnum):
    """What a reviewer says."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class LiveProgramme:
    """A version as the engine and the surfaces use it. `wallet_numbers` are the ledger's, of all versions so far."""

    id: int
    code: str
    version_id: int
    number: int
    document: Programme
    compiled: CompiledProgramme
    wallet_numbers: dict[str, int]


def stream_of(programme_id: int) -> str:
    """The stream of the outbox that holds a programme's messages."""
    return f"programme {programme_id}"


def programme_of(stream: str) -> int:
    """The programme whose messages a stream of the outbox holds."""
    return int(stream.removeprefix("programme "))


@dataclass(frozen=True)
class ActivationView:
    """A version comes into force at `starts_at` for `share` ten-thousandths of the members; instants in microseconds.

    `known_at` is when that was decided.
    """

    id: int
    version_id: int
    starts_at: int
    share: int
    kind: ActivationKind
    known_at: int


@dataclass(frozen=True)
class Schedule:
    """The activations of a programme by start, then id; those that were cancelled are left out."""

    programme_id: int
    activations: tuple[ActivationView, ...]


@dataclass(frozen=True)
class Timeline:
    """The version in force now for everybody, and all activations."""

    live: LiveProgramme
    schedule: Schedule


class Leg(NamedTuple):
    """A version that holds for a member from an instant (microseconds) on."""

    version_id: int
    starts_at: int


@dataclass(frozen=True)
class ActivationRecord:
    """An activation with who made it and why; `cancelled_at`, `cancelled_by` and `cancelled_why` when it was."""

    view: ActivationView
    number: int
    actor: str
    reason: str
    reviewed_by: str
    cancelled_at: int | None
    cancelled_by: str
    cancelled_why: str


@dataclass(frozen=True)
class ReviewView:
    """The decision about a version, and who made it."""

    reviewer: str
    decided_at: datetime
    decision: Decision
    comment: str


@dataclass(frozen=True)
class VersionView:
    """One version: how far it has come, whose it is, why, and the hash of its document (empty while a draft)."""

    programme_id: int
    code: str
    version_id: int
    number: int
    state: VersionState
    author: str
    reason: str
    base_number: int | None
    revision: int
    created_at: datetime
    changed_at: datetime
    sha256: str
    review: ReviewView | None = None


@dataclass(frozen=True)
class NewDraft:
    """A draft to create: the text (YAML or JSON), why, and on which version it is based (0: on the one in force)."""

    programme_id: int
    text: str
    reason: str = ""
    base_number: int = 0


@dataclass(frozen=True)
class DraftEdit:
    """A draft as its author wants it; `revision` is the one they began from."""

    text: str
    reason: str
    revision: int


@dataclass(frozen=True)
class Pilot:
    """A version that is tried out: the share of members, since when, and what everybody else is on."""

    version: VersionView
    base: VersionView
    activation: ActivationView


@dataclass(frozen=True)
class Correction:
    """A version that should have been in force from an instant of the past on; approved by `reviewed_by`."""

    version_id: int
    starts_at: int
    reason: str
    reviewed_by: str


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the line of the text where it is, counted from 1; 0 where there is no one place.

    Its words are English; `chinese` holds the same in Chinese, where there is any.
    """

    line: int
    path: str
    what: str
    why: str
    mend: str
    severity: Literal["error", "warning"]
    chinese: Words | None = None


@dataclass(frozen=True)
class FieldChange:
    """One value that differs, by its path within the part; None where there is none."""

    path: str
    before: object
    after: object


@dataclass(frozen=True)
class PartChange:
    """One part of the document that differs: `section` such as `rules`, and the part's id (empty: the section itself).

    `kind` says whether the part is new, gone or changed in some fields, or whether the parts of the section stand in
    another order: then the one field has their ids before and after.
    """

    section: str
    id: str
    kind: Literal["added", "removed", "changed", "moved"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class LineChange:
    """One line of two compared texts, with its number in each (0: not there)."""

    kind: Literal["same", "gone", "new", "gap"]
    before: int
    after: int
    text: str


@dataclass(frozen=True)
class Comparison:
    """Two versions compared: their documents, what differs part by part, and which lines of their texts differ."""

    before: Programme
    after: Programme
    parts: tuple[PartChange, ...]
    lines: tuple[LineChange, ...]
