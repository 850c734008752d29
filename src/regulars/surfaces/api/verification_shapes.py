"""Shapes of verification: codes that are shown, what was verified, what tills settle. Texts are in both languages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from regulars.surfaces.api.benefit_shapes import Amount, Words
from regulars.surfaces.api.giving_shapes import Body, Id
from regulars.surfaces.api.reward_shapes import VoucherShape

CodeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
Named = Annotated[str, Field(max_length=40)]
Where = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class ShowBody(Body):
    """A code as it was scanned or typed, and where. The store of a registered till need not be said."""

    code: CodeText
    channel: Where = "store"
    store: Where = ""
    till: Where = ""


class VerifyBody(ShowBody):
    """A verification to make. Sent again with the same `id`, it is answered, not made again."""

    id: Id
    benefit: Named = Field(default="", description="not needed where the code says it")
    allotment: str = Field(default="", max_length=240, description="which of several, as a look-up tells")
    order_id: str = Field(default="", max_length=200)
    amount: Amount | None = Field(default=None, description="what the order comes to")


class UsableShape(Schema):
    """A benefit of a member at a counter; `refusal` is why it cannot be used here and now, null when it can."""

    benefit: str
    name: Words
    gives: Words
    allotment: str
    left: int | None = Field(description="uses that are left; null: any number")
    valid_until: datetime | None
    refusal: str | None
    reason: str | None


class FoundShape(Schema):
    """What a code stands for: benefits of a member, or a voucher. `good_until`: until then this key may use it."""

    way: str
    member_id: int | None
    benefits: list[UsableShape]
    voucher: VoucherShape | None
    good_until: datetime | None


class VerificationShape(Schema):
    """A verification: a benefit or a voucher with the reward it is for, where, when and by whose hand."""

    number: int
    id: str
    way: str
    member_id: int | None
    benefit: str | None
    voucher: int | None
    reward: str | None
    channel: str
    store: str
    till: str
    till_number: int | None
    order_id: str
    actor: str
    verified_at: datetime
    recorded_at: datetime
    reversed_at: datetime | None
    reversed_by: str
    reversed_why: str
    repeated: bool


class VerificationPage(Schema):
    """Verifications, newest first."""

    items: list[VerificationShape]
    next_cursor: str | None


class OfflineUseBody(Body):
    """A use that a till made without a network. `number` is the till's own: one, two, three, without gaps."""

    number: int = Field(ge=1, le=2**53)
    code: CodeText
    used_at: AwareDatetime
    benefit: Named = ""
    order_id: str = Field(default="", max_length=200)
    amount: Decimal | None = Field(default=None, ge=0, le=10**9, max_digits=16, decimal_places=3)


class SettleBody(Body):
    """What a till settles."""

    uses: list[OfflineUseBody] = Field(max_length=500)


class TillUseShape(Schema):
    """What came of a use of a till: `settled` with its verification, or `conflict` with why."""

    conflict: int | None = Field(description="the number under which staff resolve it")
    till: str
    store: str
    number: int
    state: str
    used_at: datetime
    benefit: str
    verification: int | None
    problem: str | None
    reason: str | None
    params: dict[str, Any]
    repeated: bool


class SettledShape(Schema):
    """What came of a settlement; `missing` are numbers of the till that never arrived."""

    uses: list[TillUseShape]
    missing: list[int]


class ConflictPage(Schema):
    """Conflicts that nobody has resolved, newest first."""

    items: list[TillUseShape]
    next_cursor: str | None


class PackShape(Schema):
    """What a till needs without a network: `pack` is JSON text, with a signature by each key, in base64."""

    pack: str
    signatures: dict[str, str]
