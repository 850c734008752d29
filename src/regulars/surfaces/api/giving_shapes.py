"""Shapes of transfers and pools: what is sent, and what is answered. Points are as people count them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from regulars.surfaces.api.shapes import Points

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
GivenPoints = Annotated[Decimal, Field(gt=0, le=10**9, max_digits=16, decimal_places=3)]


class Body(Schema):
    """A body; fields that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid")


class WhoShape(Body):
    """A member: by number (`id`), or by one identifier."""

    id: int | None = None
    card: str | None = Field(default=None, max_length=200)
    mobile: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=200)
    external_id: str | None = Field(default=None, max_length=200)
    device: str | None = Field(default=None, max_length=200)


class TransferBody(Body):
    """A transfer to make. Sent again with the same `id`, it is answered, not made again."""

    id: Id
    sender: WhoShape
    receiver: WhoShape
    points: GivenPoints
    wallet: str | None = Field(default=None, max_length=40, description="not needed where transfers know one wallet")
    reason: str = Field(default="", max_length=500)


class ReasonBody(Body):
    """Why something is done by hand."""

    reason: Reason


class GivenShape(Schema):
    """Points that the receiver got, and their last good day; null: they never expire."""

    points: Points
    valid_until: date | None


class TransferShape(Schema):
    """A transfer. The trace ids name its events in the members' logs."""

    id: str
    sender: int
    receiver: int
    wallet: str
    points: Points
    fee: Points
    reason: str
    made_at: datetime
    sent_trace_id: str
    received_trace_id: str
    undone_at: datetime | None
    undone_why: str | None


class ReceiptShape(TransferShape):
    """A transfer with what the receiver got; `repeated` when it had been made before."""

    lots: list[GivenShape]
    repeated: bool


class TransferPage(Schema):
    """Transfers, newest first."""

    items: list[TransferShape]
    next_cursor: str | None


class HoldingShape(Schema):
    """What somebody has available before and after."""

    before: Points
    after: Points


class PreviewShape(Schema):
    """What a transfer would do. The sender pays the fee on top of the points."""

    points: Points
    fee: Points
    lots: list[GivenShape]
    sender: HoldingShape
    receiver: HoldingShape


class PoolBody(Body):
    """A pool to make."""

    owner: WhoShape
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class RightsBody(Body):
    """What a member of a pool contributes and may: `monthly_limit` in points, null for no limit."""

    contributes: bool = True
    may_spend: bool = True
    monthly_limit: GivenPoints | None = None


class InvitationBody(RightsBody):
    """Who is invited, with the rights they will have."""

    member: WhoShape


class RightsShape(Schema):
    """What a member of a pool contributes and may."""

    contributes: bool
    may_spend: bool
    monthly_limit: Points | None


class PoolMemberShape(Schema):
    """Somebody in a pool, invited to it, or gone from it; `available` is what they contribute, by wallet."""

    member_id: int
    standing: str = Field(description="invited | joined | left | declined")
    rights: RightsShape
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None
    available: dict[str, Points]


class PoolShape(Schema):
    """A pool: how many joined it, and what they have available together, by wallet."""

    id: int
    name: str
    owner: int
    created_at: datetime
    closed_at: datetime | None
    members: int
    balances: dict[str, Points]


class PoolDetail(PoolShape):
    """A pool with everybody who is or was in it."""

    people: list[PoolMemberShape]


class PoolPage(Schema):
    """Pools, newest first."""

    items: list[PoolShape]
    next_cursor: str | None


class RedemptionBody(Body):
    """Points to be spent from a pool. Sent again with the same `id`, it is answered, not spent again."""

    id: Id
    spender: WhoShape
    points: GivenPoints
    wallet: str | None = Field(default=None, max_length=40, description="not needed where pools know one wallet")
    order_id: str | None = Field(default=None, min_length=1, max_length=200)
    order_amount: Decimal | None = Field(default=None, gt=0, le=10**12, description="of the order, in currency units")
    reason: str = Field(default="", max_length=500)


class ReturnBody(ReasonBody):
    """Points to come back by hand: `points` of them, default: all that is left."""

    id: Id
    points: GivenPoints | None = None


class PartShape(Schema):
    """What one contributor paid of a redemption, and what of it came back."""

    member_id: int
    points: Points
    returned: Points
    trace_id: str


class RedemptionShape(Schema):
    """A redemption of a pool."""

    id: str
    pool_id: int
    spender: int
    wallet: str
    points: Points
    returned: Points
    order_id: str
    reason: str
    spent_at: datetime
    parts: list[PartShape]
    repeated: bool


class RedemptionPage(Schema):
    """Redemptions of a pool, newest first."""

    items: list[RedemptionShape]
    next_cursor: str | None


class SharesShape(Schema):
    """What a redemption would draw from whom, and what the pool has before and after."""

    parts: dict[int, Points]
    before: Points
    after: Points
