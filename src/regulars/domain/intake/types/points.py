"""Public events that move points or tiers without a sale: spending, holding, and what people do by hand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from regulars.domain.intake.types.parts import Event, Shape, Wallet
from regulars.domain.intake.types.values import Day, Key, Label, Minutes, Money, Points, Sentence

MOST_LOTS = 1_000


class Redeem(Event):
    """Points spent. `wallet` may be left out where the programme has one wallet to spend from.

    Either `points`, or `list_points`: the price of a reward before the advantage of the member's tier.
    """

    type: Literal["redeem"]
    points: Points | None = None
    list_points: Points | None = None
    wallet: Wallet | None = None
    order_id: Key | None = None
    order_amount: Money | None = Field(default=None, description="of the order that points pay a part of")
    reason: Sentence | None = None


class Hold(Event):
    """Points kept for a checkout until they are captured, released, or `minutes` have passed."""

    type: Literal["hold"]
    hold_id: Key
    points: Points
    minutes: Minutes | None = None
    wallet: Wallet | None = None
    order_id: Key | None = None
    order_amount: Money | None = None


class Capture(Event):
    """Held points are spent: `points` of them (default: all), and the rest goes back."""

    type: Literal["capture"]
    hold_id: Key
    points: Points | None = None
    wallet: Wallet | None = Field(default=None, description="of the hold; says in which unit `points` are")


class Release(Event):
    """Held points go back."""

    type: Literal["release"]
    hold_id: Key


class Return(Event):
    """Points spent on an order go back: `points` of them (default: all that is left)."""

    type: Literal["return"]
    order_id: Key
    points: Points | None = None
    wallet: Wallet | None = None
    reason: Sentence


class Grant(Event):
    """Points given by a person, with their reason. They expire as the wallet says, or after `until`."""

    type: Literal["grant"]
    points: Points
    wallet: Wallet | None = None
    until: Day | None = Field(default=None, description="the last day on which they are good")
    reason: Sentence
    actor: Label | None = None


class Deduct(Event):
    """Points taken by a person, with their reason."""

    type: Literal["deduct"]
    points: Points
    wallet: Wallet | None = None
    reason: Sentence
    actor: Label | None = None


class WriteOff(Event):
    """What a member owes is forgiven, up to `points`."""

    type: Literal["write_off"]
    points: Points
    wallet: Wallet | None = None
    reason: Sentence
    actor: Label | None = None


class Extend(Event):
    """Points that would be gone earlier are good through `until`."""

    type: Literal["extend"]
    until: Day
    wallet: Wallet | None = None
    reason: Sentence
    actor: Label | None = None


class Reinstate(Event):
    """Expired points come back, good through `until`: up to `points`, of those that expired on or after `since`."""

    type: Literal["reinstate"]
    until: Day
    points: Points | None = None
    since: Day | None = None
    wallet: Wallet | None = None
    reason: Sentence
    actor: Label | None = None


class TierGrant(Event):
    """A tier given by a person, kept at least through `until` (for good without it)."""

    type: Literal["tier_grant"]
    tier: Wallet
    until: Day | None = None
    basis: Literal["status_match"] | None = Field(default=None, description="why, when it is for a status elsewhere")
    reason: Sentence
    actor: Label | None = None


class TierLock(Event):
    """The member stays on their tier through `until` (for good without it); `lift` ends that."""

    type: Literal["tier_lock"]
    until: Day | None = None
    lift: bool = False
    reason: Sentence
    actor: Label | None = None


class OpeningLot(Shape):
    """Points brought from elsewhere that expire together."""

    points: Points
    wallet: Wallet | None = None
    until: Day | None = Field(
        default=None, description="the last day on which they are good; none: as the wallet's points of that day"
    )


class Opening(Event):
    """What a member had elsewhere: points with their last good days, and a tier kept at least through `until`."""

    type: Literal["opening"]
    lots: list[OpeningLot] = Field(default=[], max_length=MOST_LOTS)
    tier: Wallet | None = None
    until: Day | None = Field(default=None, description="of the tier")
    enrol: bool = True
