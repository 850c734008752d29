"""Values of the pools context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class PoolStanding(StrEnum):
    """How a member stands to a pool. `declined`: an invitation that came to nothing."""

    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    DECLINED = "declined"


@dataclass(frozen=True)
class Rights:
    """What a member of a pool gives and may: `monthly_limit` is in points, None for no limit."""

    contributes: bool = True
    may_spend: bool = True
    monthly_limit: Decimal | None = None


@dataclass(frozen=True)
class NewPool:
    """A pool to make; its owner joins at once, with all rights."""

    owner: int
    name: str
    actor: str = ""


@dataclass(frozen=True)
class PoolMemberView:
    """Somebody in a pool, invited to it, or gone from it. `available` is what they contribute now, by wallet."""

    member_id: int
    standing: PoolStanding
    rights: Rights
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None
    available: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class StayView:
    """One stay of a member in a pool, as the member sees it; `own`: the pool is theirs."""

    pool: str
    own: bool
    standing: PoolStanding
    rights: Rights
    invited_at: datetime
    joined_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True)
class SharedSpending:
    """A redemption of a pool as one member sees it: `part` of its points were theirs; `own`: they made it."""

    redemption_id: str
    own: bool
    wallet: str
    points: int
    part: int
    part_returned: int
    spent_at: datetime


@dataclass(frozen=True)
class PoolLine:
    """A pool in a list: how many joined it, and what they have available together, by wallet."""

    id: int
    name: str
    owner: int
    created_at: datetime
    closed_at: datetime | None
    members: int
    balances: dict[str, int]


class PoolName(NamedTuple):
    """A pool where there is room for one line."""

    id: int
    name: str


@dataclass(frozen=True)
class PoolView:
    """A pool with its members, those who left last."""

    line: PoolLine
    members: tuple[PoolMemberView, ...]


@dataclass(frozen=True)
class NewSpending:
    """A redemption that is asked for. The same `redemption_id` twice is one redemption.

    `order_id` is the order that the points pay; `amount_minor` what it comes to, for the share that points may pay.
    """

    redemption_id: str
    pool_id: int
    spender: int
    wallet: str
    points: int
    order_id: str = ""
    amount_minor: int = 0
    reason: str = ""
    actor: str = ""


@dataclass(frozen=True)
class PartView:
    """What one contributor paid of a redemption, and what of it came back. `seq` is the event in their log."""

    member_id: int
    points: int
    returned: int
    seq: int


@dataclass(frozen=True)
class ReturnView:
    """Points of a redemption that came back at once."""

    return_id: str
    points: int
    reason: str
    actor: str
    returned_at: datetime


@dataclass(frozen=True)
class NewReturn:
    """A return by hand that is asked for; `points` None: all that is left. The same `return_id` twice is one return."""

    redemption_id: str
    return_id: str
    points: int | None
    reason: str
    actor: str


@dataclass(frozen=True)
class SpendingView:
    """A redemption of a pool, with each contributor's part, by member."""

    redemption_id: str
    pool_id: int
    spender: int
    wallet: str
    points: int
    returned: int
    order_id: str
    reason: str
    actor: str
    spent_at: datetime
    parts: tuple[PartView, ...]
    returns: tuple[ReturnView, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class SpendingPreview:
    """What a redemption would draw from whom, and what the pool has before and after."""

    parts: tuple[PartView, ...]
    before: int
    after: int


class RefundedOrder(NamedTuple):
    """An order of a member that a refund names; `refund_id` names the refund, with its source."""

    member_id: int
    order_id: str
    refund_id: str
