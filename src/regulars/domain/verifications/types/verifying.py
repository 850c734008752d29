"""Showing codes, verifying, and undoing. Instants are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from regulars.domain.benefits.types import MemberBenefit, Place
from regulars.domain.rewards.types.vouchers import VoucherView
from regulars.domain.verifications.types.codes import Way


@dataclass(frozen=True)
class Showing:
    """Something shown at a counter: a code, or without one a member whom staff know.

    `actor` answers for it; `who` is the person or key that wrong codes are counted against, and `address` where the
    request came from.
    """

    place: Place
    actor: str
    who: str
    code: str = field(default="", repr=False)
    member_id: int | None = None
    address: str = ""


@dataclass(frozen=True)
class Usable:
    """A benefit of a member at a counter. `refusal` says why it cannot be used here and now; empty: it can."""

    held: MemberBenefit
    refusal: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a code stands for. `good_until`: until then it may be used by whoever looked it up."""

    way: Way
    member_id: int | None
    benefits: tuple[Usable, ...]
    voucher: VoucherView | None
    good_until: datetime | None


@dataclass(frozen=True)
class NewVerification:
    """A verification that is asked for; the same `request_id` twice is one.

    `benefit` is empty where the code names what it is for; `key` picks one of several allotments.
    """

    request_id: str
    showing: Showing
    benefit: str = ""
    key: str = ""
    order_id: str = ""
    amount_minor: int | None = None


@dataclass(frozen=True)
class VerificationView:
    """A verification as it is kept: who used what where and when, by whose hand, and whether it was undone.

    Of a benefit `benefit` is set, of a voucher of the mall `voucher` and `item`. `till_number` is the till's own
    number of a use made without a network.
    """

    id: int
    request_id: str
    way: Way
    member_id: int | None
    benefit: str
    voucher: int | None
    item: str
    place: Place
    order_id: str
    actor: str
    verified_at: datetime
    recorded_at: datetime
    till_number: int | None = None
    reversed_at: datetime | None = None
    reversed_by: str = ""
    reversed_why: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class NewReversal:
    """An undoing that is asked for. `of_others`: also what others did, and whenever it was."""

    number: int
    reason: str
    actor: str
    of_others: bool = False


@dataclass(frozen=True)
class VerificationFilter:
    """What a list of verifications is narrowed to; empty fields narrow nothing. `before` is exclusive."""

    member_id: int | None = None
    benefit: str = ""
    store: str = ""
    till: str = ""
    actor: str = ""
    since: datetime | None = None
    before: datetime | None = None
    with_reversed: bool = True


EVERY_VERIFICATION = VerificationFilter()
