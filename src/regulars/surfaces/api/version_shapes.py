"""Shapes of versions, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from regulars.engine.programme.reading import LARGEST_TEXT

Share = Field(gt=0, lt=100, description="per cent of the members, to two decimals")


class ReviewShape(Schema):
    """The decision about a version."""

    reviewer: str
    decided_at: datetime
    decision: str = Field(description="approved | rejected")
    comment: str


class VersionShape(Schema):
    """A version. From `in_review` on its document never changes."""

    number: int
    state: str = Field(description="draft | in_review | approved | rejected | withdrawn | published")
    author: str
    reason: str
    base: int | None = Field(description="the version from which it was made")
    revision: int = Field(description="counts the edits of a draft; send it with the next one")
    created_at: datetime
    changed_at: datetime
    sha256: str
    review: ReviewShape | None


class VersionText(VersionShape):
    """A version with its text, as its author wrote it."""

    text: str


class ActivationShape(Schema):
    """A version comes into force for a share of the members."""

    id: int
    version: int
    kind: str = Field(description="publication | pilot | stop | roll_back | correction")
    starts_at: datetime | None = Field(description="null: from the beginning")
    share_percent: float
    known_at: datetime
    actor: str
    reason: str
    reviewed_by: str
    cancelled_at: datetime | None


class FindingWordsShape(Schema):
    """What is wrong, why that matters, and how to mend it."""

    what: str
    why: str
    mend: str


class FindingShape(Schema):
    """One thing to know of a text, with its line (0: no one place), in English and, where there is any, in Chinese."""

    line: int
    path: str
    severity: str = Field(description="error | warning")
    what: str
    why: str
    mend: str
    chinese: FindingWordsShape | None = None


class FieldChangeShape(Schema):
    """A value that differs, by its path within the part."""

    path: str
    before: Any
    after: Any


class DifferenceShape(Schema):
    """A part that differs: in words (`title`, `lines`), and as data (`fields`)."""

    section: str
    id: str
    kind: str = Field(description="added | removed | changed | moved")
    title: str
    lines: list[str]
    fields: list[FieldChangeShape]


class LineShape(Schema):
    """A line of the two texts, with its number in each (0: not there)."""

    kind: str = Field(description="same | gone | new | gap")
    before: int
    after: int
    text: str


class ComparisonShape(Schema):
    """What a version changes."""

    before: int
    after: int
    differences: list[DifferenceShape]
    lines: list[LineShape]


class DraftBody(Schema):
    """A new draft; `base` is the version from which it was made (default: the one in force)."""

    text: str = Field(max_length=LARGEST_TEXT)
    reason: str = ""
    base: int = Field(default=0, ge=0)


class EditBody(Schema):
    """A draft as it shall be; `revision` is the one it was made from."""

    text: str = Field(max_length=LARGEST_TEXT)
    reason: str
    revision: int


class ReviewBody(Schema):
    """A decision; a rejection needs a comment."""

    decision: Literal["approved", "rejected"]
    comment: str = ""


class StartBody(Schema):
    """When something starts (null: as soon as possible), and why."""

    starts_at: AwareDatetime | None = None
    reason: str = ""


class PilotBody(StartBody):
    """A pilot, or a wider one."""

    share_percent: float = Share


class ReasonBody(Schema):
    """Why."""

    reason: str
