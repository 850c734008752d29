"""Shapes of what members owe, and of write-offs. Points are as people count them."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from regulars.surfaces.api.giving_shapes import Body, GivenPoints, Reason, WhoShape
from regulars.surfaces.api.shapes import Points


class AgesShape(Schema):
    """What is owed by days since it was claimed: up to 30, 31 to 90, 91 to 180, more."""

    to_30: Points
    to_90: Points
    to_180: Points
    beyond: Points


class ClaimShape(Schema):
    """What an entry made a member owe, and what of it is left."""

    seq: int
    kind: str
    made_on: date
    points: Points
    left: Points


class DebtShape(Schema):
    """What a member owes in a wallet; oldest claims are paid first."""

    member_id: int
    wallet: str
    points: Points
    since: date | None
    by_age: AgesShape
    claims: list[ClaimShape]


class DebtPage(Schema):
    """What members owe, those who owe most first."""

    items: list[DebtShape]
    next_cursor: str | None


class TotalShape(Schema):
    """What is owed in a wallet; `adds_up`: the claims come to what the accounts owe."""

    wallet: str
    members: int
    points: Points
    by_age: AgesShape
    adds_up: bool


class WriteOffBody(Body):
    """A write-off to ask for."""

    member: WhoShape
    points: GivenPoints
    wallet: str | None = Field(default=None, max_length=40, description="not needed where the member owes in one")
    reason: Reason


class ApprovalBody(Body):
    """An approval; the comment stays with the request."""

    comment: str = Field(default="", max_length=500)


class RejectionBody(Body):
    """A rejection says why."""

    comment: Reason


class WriteOffShape(Schema):
    """A request to write points off, and what became of it."""

    id: int
    member_id: int
    wallet: str
    points: Points
    reason: str
    state: str
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    comment: str
    written_off: Points | None
    trace_id: str | None


class WriteOffPage(Schema):
    """Requests, newest first."""

    items: list[WriteOffShape]
    next_cursor: str | None
