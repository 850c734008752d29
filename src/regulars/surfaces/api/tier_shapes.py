"""Shapes of forecasts, locks, status matches and notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from regulars.surfaces.api.giving_shapes import Body, Id, Reason
from regulars.surfaces.api.shapes import PathShape

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Evidence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class ForecastShape(Schema):
    """What becomes of a member's tier if nothing more happens. Dates are local to the programme."""

    member_id: int
    tier: str
    tier_then: str
    outlook: str = Field(description="fall, rise or stay")
    changes_on: date | None
    reason: str | None
    grace_until: date | None = Field(description="when a grace ends that runs or will begin")
    keep_paths: list[PathShape] = Field(description="ways to keep the tier, as seen on that day")
    next_tier: str | None
    near_percent: int = Field(description="how far the member is on the best way to the next tier")
    next_paths: list[PathShape]


class ForecastPage(Schema):
    """Forecasts as they were made last."""

    items: list[ForecastShape]
    next_cursor: str | None


class ForecastSummaryShape(Schema):
    """How many will fall, rise, or are near, by tier; null `made_on`: no forecast was made yet."""

    made_on: date | None
    made_at: datetime | None
    members: int
    falling: dict[str, int]
    rising: dict[str, int]
    near: dict[str, int]
    in_grace: int
    grace_moves: int = Field(description="falls on another day without grace; where there is none, with a day of it")
    landing_moves: int = Field(description="falls to another tier with the other way of landing")


class RefreshShape(Schema):
    """A job that makes the forecasts; `asked` is false while another one waited or ran already."""

    asked: bool
    job: int | None


class LockBody(Body):
    """A lock. The same `id` twice is one lock."""

    id: Id
    until: date | None = Field(default=None, description="last day; default: for good")
    reason: Reason


class LiftBody(Body):
    """The end of a lock. The same `id` twice is one deed."""

    id: Id
    reason: Reason


class TierNow(Schema):
    """Where the member stands after a deed."""

    tier: str
    locked: bool
    locked_until: date | None = Field(description="first day on which the tier moves again; null: for good, or no lock")


class MatchBody(Body):
    """A tier for a status held in another programme."""

    tier: str = Field(max_length=40)
    until: date | None = Field(default=None, description="last day of the floor; default: for good")
    other_programme: Name
    other_level: Name
    evidence: Evidence


class MatchShape(Schema):
    """A status match."""

    id: int
    member_id: int
    tier: str
    until: date | None
    other_programme: str
    other_level: str
    evidence: str
    matched_at: datetime
    trace_id: str


class MessageShape(Schema):
    """A notice in the outbox."""

    id: int
    topic: str
    key: str
    subject: str
    body: dict[str, Any]
    created_at: datetime
    taken_at: datetime | None


class MessagePage(Schema):
    """Notices, newest first."""

    items: list[MessageShape]
    next_cursor: str | None
