"""Shapes of the mall: rewards, orders, vouchers. Points are as people count them, money as decimal text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, LimitPer
from regulars.surfaces.api.giving_shapes import Body, GivenPoints, Id, WhoShape
from regulars.surfaces.api.shapes import Points

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Money = Annotated[Decimal, Field(ge=0, le=10**9, max_digits=14, decimal_places=4)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class LineShape(Body):
    """A name in both languages."""

    zh: Line
    en: Line


class ProseShape(Body):
    """A text in both languages."""

    zh: Prose = ""
    en: Prose = ""


class PriceShape(Body):
    """What a piece costs: points, and money besides."""

    points: GivenPoints
    amount: Money = Decimal(0)


class RewardBody(Body):
    """What is said of a reward."""

    kind: ItemKind
    name: LineShape
    about: ProseShape = ProseShape()
    guide: ProseShape = ProseShape()
    wallet: str | None = Field(default=None, max_length=40, description="not needed where one wallet is spent")
    price: PriceShape
    tier_points: dict[str, GivenPoints] = Field(default={}, description="prices of tiers that have their own")
    tiers: list[str] = Field(default=[], max_length=50, description="who sees it; nobody named: everybody")
    limit: int | None = Field(default=None, description="pieces a member may have in a period")
    limit_per: LimitPer = LimitPer.EVER
    announced_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reserve_minutes: int = 15
    cancel_hours: int = 24
    refund_days: int = 30
    codes: CodeSource = CodeSource.GENERATED
    voucher_days: int | None = None
    needs_delivery: bool = False
    cost: Money = Decimal(0)
    position: int = 0


class NewRewardBody(RewardBody):
    """A reward to add, as a draft."""

    code: Code
    stock: int | None = Field(default=None, ge=0, description="pieces there are; none named: without end")


class ChangedRewardBody(RewardBody):
    """A reward to change; `revision` is the one that was read."""

    revision: int


class StateBody(Body):
    """The state of a reward."""

    state: ItemState


class StockBody(Body):
    """Pieces that come (above 0) or go (below 0)."""

    change: int
    reason: Why = ""


class StockShape(Schema):
    """Pieces; `total` and `free` null: without end."""

    total: int | None
    reserved: int
    sold: int
    free: int | None


class RewardShape(Schema):
    """A reward. With a member asked for, `price` is theirs, and `refusal` says what an order would be refused with."""

    code: str
    kind: ItemKind
    state: ItemState
    name: LineShape
    about: ProseShape
    guide: ProseShape
    picture: str | None = Field(description="address of the picture")
    wallet: str
    points: Points
    amount: str
    tier_points: dict[str, Points]
    tiers: list[str]
    limit: int | None
    limit_per: LimitPer
    announced_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    reserve_minutes: int
    cancel_hours: int
    refund_days: int
    codes: CodeSource
    voucher_days: int | None
    needs_delivery: bool
    cost: str
    position: int
    stock: StockShape
    waiting: int
    revision: int


class OfferShape(Schema):
    """A reward as a member sees it."""

    reward: str
    kind: ItemKind
    name: LineShape
    about: ProseShape
    picture: str | None
    wallet: str
    points: Points
    amount: str
    phase: str = Field(description="announced | open | sold_out | ended")
    starts_at: datetime | None
    ends_at: datetime | None
    free: int | None
    left: int | None = Field(description="pieces the member may still have; null: any number")
    waiting: bool
    refusal: str | None


class RewardList(Schema):
    """All rewards, by position."""

    items: list[RewardShape]


class OfferList(Schema):
    """What a member is offered, by position."""

    items: list[OfferShape]


class OrderBody(Body):
    """An order. Sent again with the same `id`, it is answered, not made again."""

    id: Id
    member: WhoShape
    reward: Code
    quantity: int = 1
    seen: PriceShape = Field(description="the price of a piece that the member was shown")
    delivery: str = Field(default="", max_length=500, description="to whom and where it goes")


class PlaceBody(Body):
    """Whose reservation is made final."""

    member: WhoShape


class CancelBody(Body):
    """Why an order is cancelled; with `member`, it is the member who cancels, as far as the reward lets them."""

    member: WhoShape | None = None
    reason: Why = ""


class PaymentBody(Body):
    """Where the money was paid."""

    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class FulfilBody(Body):
    """That it was sent, and how it can be followed."""

    tracking: str = Field(default="", max_length=200)


class RefundBody(Body):
    """What comes back of an order; without points all that is left."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    points: GivenPoints | None = None
    restock: bool = Field(default=True, description="the pieces can be had again")


class OrderShape(Schema):
    """An order. `delivery` is told to keys that may fulfil orders."""

    id: str
    member_id: int
    reward: str
    kind: ItemKind
    quantity: int
    wallet: str
    points: Points
    amount: str
    state: str
    reserved_until: datetime | None
    ordered_at: datetime
    placed_at: datetime | None
    cancellable_until: datetime | None
    returned_points: Points
    paid_reference: str
    tracking: str
    delivery: str
    repeated: bool = False


class OrderPage(Schema):
    """Orders, newest first."""

    items: list[OrderShape]
    next_cursor: str | None


class CodesBody(Body):
    """Codes to make; `handed_out`: they are given out by hand, not by orders."""

    count: int = Field(ge=1, le=20_000)
    batch: str = Field(default="", max_length=60)
    handed_out: bool = False
    expires_at: datetime | None = None


class CodeFileBody(Body):
    """Codes to take in: a row each, the code and perhaps its last good day."""

    rows: str = Field(max_length=2_000_000)
    batch: str = Field(default="", max_length=60)
    handed_out: bool = False


class RowProblemShape(Schema):
    """What is wrong with a row."""

    row: int
    code: str
    detail: str


class CodesShape(Schema):
    """What came of codes; those that were made are told once, here."""

    added: int
    batch: str
    problems: list[RowProblemShape]
    codes: list[str]


class UseBody(Body):
    """A code shown at a counter. Sent again with the same `id`, it is answered, not used again."""

    id: Id
    code: str = Field(max_length=120)
    place: str = Field(default="", max_length=100)


class CheckBody(Body):
    """A code to look at."""

    code: str = Field(max_length=120)


class VoucherShape(Schema):
    """A voucher; its code is told to who ordered it, else only its end."""

    number: int
    reward: str
    name: LineShape
    code: str
    state: str
    member_id: int | None
    order_id: str
    batch: str
    expires_at: datetime | None
    used_at: datetime | None
    used_place: str
    used_by: str
    repeated: bool = False


class VoucherPage(Schema):
    """Vouchers, newest first."""

    items: list[VoucherShape]
    next_cursor: str | None


class WaitingShape(Schema):
    """Somebody who waits."""

    reward: str
    member_id: int
    joined_at: datetime
    told_at: datetime | None


class LeftShape(Schema):
    """Whether somebody waited until now."""

    left: bool


class WaitingPage(Schema):
    """Who waits, in their order."""

    items: list[WaitingShape]
    next_cursor: str | None
