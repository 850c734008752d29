"""Shapes of what the API takes and answers about partners."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from regulars.surfaces.api.giving_shapes import Body, WhoShape
from regulars.surfaces.api.shapes import Points

Reference = Annotated[
    str, Field(min_length=1, max_length=100, description="yours; the same one again does nothing more")
]
Amount = Annotated[Decimal, Field(gt=0, le=10**12, max_digits=18, decimal_places=6)]
Units = Annotated[int, Field(gt=0, le=10**12)]
Factor = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=13, decimal_places=6)]


class RateShape(Schema):
    """A rate from a day on: units a member gives, and gets, for a point, and what a point is settled at."""

    valid_from: date
    units_in: str
    units_out: str
    price: str


class NewRateShape(Body):
    """A rate to set, from today or a later day on."""

    valid_from: date
    units_in: Factor
    units_out: Factor
    price: Factor


class CapShape(Schema):
    """At most so many points gained or spent, by a member's day or month or by the partner's month."""

    scope: Literal["member_day", "member_month", "partner_month"]
    direction: Literal["gained", "spent"]
    points: Points


class PartnerShape(Schema):
    """A partner, with the rate of today."""

    code: str
    name: str
    currency: str
    wallet: str
    active: bool
    caps: list[CapShape]
    rate: RateShape | None


class PartnerList(Schema):
    """Partners that the key may act for."""

    items: list[PartnerShape]


class PointsRequest(Body):
    """Points to earn, burn or exchange into the partner's currency."""

    reference: Reference
    member: WhoShape
    points: Amount
    occurred_at: AwareDatetime | None = Field(default=None, description="with a zone; default: now; not later")
    reason: str = Field(default="", max_length=500)


class UnitsRequest(Body):
    """Units of the partner's currency to exchange into points."""

    reference: Reference
    member: WhoShape
    units: Units
    reason: str = Field(default="", max_length=500)


class ExchangeQuestion(Body):
    """An exchange to be quoted: units into points, or points into units."""

    units: Units | None = None
    points: Amount | None = None


class ExchangeShape(Schema):
    """What an exchange comes to: what is really taken, and what is got for it."""

    points: Points
    units: int


class ItemShape(Schema):
    """One thing done for a partner. Points and units are what the member gained, below zero what they gave up."""

    reference: str
    kind: str
    member_id: int
    wallet: str
    points: Points
    units: int
    trace_id: str
    occurred_at: datetime
    booked_on: date
    reason: str
    reverses: bool
    is_reversed: bool


class ItemAnswer(Schema):
    """An item, and what the member has available afterwards."""

    item: ItemShape
    available: Points
    repeated: bool


class ItemPage(Schema):
    """Items, newest first."""

    items: list[ItemShape]
    next_cursor: str | None


class StatementShape(Schema):
    """A month with a partner. Above zero: members got more than they gave up, and the partner pays."""

    partner: str
    period: str
    state: str
    opening: Points
    earned: Points
    burned: Points
    reversed: Points
    net: Points
    closing: Points
    items: int
    money: str
    currency: str
    sha256: str
    open_disputes: int
    issued_at: datetime | None
    agreed_at: datetime | None


class StatementList(Schema):
    """Months, newest first."""

    items: list[StatementShape]


class DisputeShape(Schema):
    """A difference between the books; null: not in these books."""

    id: int
    reference: str
    kind: str
    ours: Points | None
    theirs: Points | None
    state: str
    note: str


class DisputePage(Schema):
    """Differences of a month."""

    items: list[DisputeShape]
    next_cursor: str | None


class VerdictShape(Body):
    """What is decided about a difference."""

    state: Literal["open", "accepted", "rejected", "resolved"]
    note: str = Field(default="", max_length=500)


class ComparisonShape(Schema):
    """What came of comparing a file with a month."""

    lines: int
    matched: int
    differences: int
