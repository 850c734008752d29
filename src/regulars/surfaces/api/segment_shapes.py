"""Shapes of segments, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field


class SegmentShape(Schema):
    """A segment. `as_of` is null before its members were worked out."""

    code: str
    name: str
    about: str
    kind: str = Field(description="live or static")
    expression: str
    version: int
    members: int
    share: float
    as_of: datetime | None
    archived: bool


class SegmentBody(Schema):
    """What is saved; when it is edited, `kind` stays as it was."""

    name: str = Field(max_length=120)
    about: str = Field("", max_length=1000)
    kind: str = Field("live", pattern="^(live|static)$")
    expression: str = Field("", max_length=20000)
    reason: str = Field("", max_length=500)


class ExpressionBody(Schema):
    """An expression to try."""

    expression: str = Field(max_length=20000)


class OverlapShape(Schema):
    """How two segments meet."""

    code: str
    members: int
    both: int
    jaccard: float


class PreviewShape(Schema):
    """What an expression would hold."""

    members: int
    of: int
    share: float
    sample: list[int]
    overlaps: list[OverlapShape]
    took_ms: int


class SegmentVersionShape(Schema):
    """A segment as it was saved."""

    version: int
    name: str
    about: str
    expression: str
    saved_at: datetime
    saved_by: str
    reason: str


class MemberMoveShape(Schema):
    """A member entered or left."""

    member: int
    at: datetime
    entered: bool
    cause: str


class SegmentMovesPage(Schema):
    """Moves, and the cursor of the next page."""

    items: list[MemberMoveShape]
    next_cursor: str | None = None


class SegmentMembersPage(Schema):
    """Members by number, and the cursor of the next page.

    `recorded`: the segment was kept true at that instant; else its members were worked out from the history.
    """

    members: int
    recorded: bool = True
    items: list[int]
    next_cursor: str | None = None


class MembershipShape(Schema):
    """A segment that a member is in; `since` is null for those who were in it from the beginning."""

    code: str
    name: str
    since: datetime | None


class SegmentMoveShape(Schema):
    """A member entered or left a segment."""

    segment: str
    at: datetime
    entered: bool
    cause: str


class MemberSegmentsShape(Schema):
    """The segments of a member now, and how they came and went, newest first."""

    segments: list[MembershipShape]
    moves: list[SegmentMoveShape]


class ListBody(Schema):
    """Member numbers or identifiers, one a line."""

    list: str = Field(max_length=8_000_000)


class BadRowShape(Schema):
    """A line that names nobody."""

    line: int
    reason: str


class TakenListShape(Schema):
    """What came of a list, which can be taken back by `undo`."""

    members: int
    entered: int
    left: int
    bad: list[BadRowShape]
