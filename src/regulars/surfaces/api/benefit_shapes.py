"""Shapes of benefits: what is sent, and what is answered. Money is in currency units, texts are in both languages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, Field

from regulars.surfaces.api.giving_shapes import Body, Id, WhoShape

Amount = Annotated[Decimal, Field(ge=0, le=10**9, max_digits=16, decimal_places=3)]
Named = Annotated[str, Field(min_length=1, max_length=40)]


class Words(Schema):
    """A text in both languages."""

    zh: str
    en: str


class BenefitShape(Schema):
    """A benefit of the library. `gives` is what it gives, in words."""

    id: str
    name: Words
    kind: str
    kind_name: Words
    benefit_class: str
    nature: str
    gives: Words
    about: Words | None
    guide: Words | None
    example: Words | None
    conditions: Words | None
    picture: str | None
    scenes: list[str]
    channels: list[str]
    stores: list[str]
    starts_on: date | None
    ends_on: date | None
    used: bool = Field(description="whether it is used up at a counter; others simply hold")
    shared: bool
    giftable: bool
    cost: float | None
    worth: float | None


class BenefitFiguresShape(Schema):
    """What came of a benefit so far. `codes` were handed out on paper; `rating` is from 1 to 5."""

    grants: int
    open_grants: int
    grant_holders: int
    withdrawn_grants: int
    codes: int
    uses: int
    users: int
    returned_uses: int
    cost: float
    last_used_at: datetime | None
    ratings: int
    rating: float | None


class BenefitTierShape(Schema):
    """A tier that has a benefit: on which terms, how often, and how many members stand on it."""

    tier: str
    gives: Words
    quota: int | None
    per: str | None
    members: int


class BenefitDetailShape(BenefitShape):
    """A benefit with who may have it and what came of it. `ways` are those besides tiers, such as `birthday`."""

    terms: dict[str, Any] = Field(description="as the programme says them; tiers may have others")
    tiers: list[BenefitTierShape]
    members: str | None = Field(description="a condition about the member, beside the tier")
    ways: list[str]
    valid_days: int = Field(description="days for which a grant by hand is good")
    by_hand: bool
    on_rise: str
    replaces: list[str]
    figures: BenefitFiguresShape


class TierTermsShape(Schema):
    """How a tier has a benefit; `quota` null: any number of times."""

    gives: Words
    origin: str
    quota: int | None
    per: str | None


class TierBenefitShape(Schema):
    """A benefit in the comparison of tiers, by tier; tiers that do not have it are left out."""

    benefit: BenefitShape
    tiers: dict[str, TierTermsShape]


class MemberBenefitShape(Schema):
    """A benefit that a member has now. `left` null: any number of times. `holder` is whose quota it is."""

    benefit: BenefitShape
    gives: Words
    origin: str = Field(description="tier | birthday | anniversary | choice | hand | campaign | upgrade | moment | ...")
    key: str = Field(description="names this one among all that the member has of the benefit")
    holder: int
    quota: int | None
    used: int
    left: int | None
    valid_from: datetime | None
    valid_until: datetime | None
    grant: int | None
    reason: str


class MemberBenefits(Schema):
    """Everything that a member has now."""

    items: list[MemberBenefitShape]


class PickShape(Schema):
    """A benefit that was taken; it may be swapped before `swap_before`, unless it was used."""

    benefit: str
    used: int
    swap_before: date | None


class ChoiceShape(Schema):
    """A choice in the present period."""

    id: str
    may_pick: int
    open_picks: int
    starts_on: date
    ends_on: date
    picks: list[PickShape]


class MemberChoices(Schema):
    """The choices that a member has."""

    items: list[ChoiceShape]


class RatingBody(Schema):
    """From 1, hardly worth having, to 5, very much so."""

    score: int = Field(ge=1, le=5)


class PicksBody(Body):
    """Exactly the benefits that are wanted; what was taken and is not among them is given up."""

    benefits: list[Named] = Field(max_length=40)


class PlaceBody(Body):
    """Where a benefit is used."""

    channel: str = Field(default="", max_length=100)
    store: str = Field(default="", max_length=100)
    till: str = Field(default="", max_length=100)


class UseBody(Body):
    """A use to make. Sent again with the same `id`, it is answered, not made again."""

    id: Id
    member: WhoShape
    benefit: Named
    place: PlaceBody = PlaceBody()
    order_id: str = Field(default="", max_length=200)
    order_amount: Amount | None = Field(default=None, description="what the order comes to, where that matters")
    key: str = Field(default="", max_length=240, description="which of several; default: what ends first")
    used_at: AwareDatetime | None = Field(default=None, description="default: now; an offline till says when it was")


class GiftBody(Body):
    """One use to be given to a friend. Sent again with the same `id`, it is answered, not given again."""

    id: Id
    giver: WhoShape
    receiver: WhoShape
    benefit: Named
    key: str = Field(default="", max_length=240)


class UseShape(Schema):
    """A use. `given`: it was given to a friend, who uses it in their own name."""

    id: str
    number: int
    member_id: int
    holder: int
    benefit: str
    origin: str
    key: str
    channel: str
    store: str
    till: str
    order_id: str
    order_amount: float | None
    cost: float
    actor: str
    used_at: datetime
    given: bool
    returned_at: datetime | None
    returned_by: str | None
    returned_why: str | None
    repeated: bool = Field(description="it had been made before")


class UsePage(Schema):
    """Uses, newest first."""

    items: list[UseShape]
    next_cursor: str | None


class GrantBody(Body):
    """A grant by hand. Sent again with the same `id`, it is answered, not made again."""

    id: Id
    member: WhoShape
    benefit: Named
    reason: str = Field(max_length=500)
    quota: int = Field(default=1, ge=1, le=1000)
    until: AwareDatetime | None = Field(default=None, description="default: as long as the benefit says")


class CampaignBody(Body):
    """A grant to many. Sent again with the same `id`, it grants only to those who did not get it before."""

    id: Id
    member_ids: list[int] = Field(min_length=1, max_length=1000)
    benefit: Named
    reason: str = Field(max_length=500)
    quota: int = Field(default=1, ge=1, le=1000)
    until: AwareDatetime | None = None


class CampaignAnswer(Schema):
    """How many of the members have it now; who takes part no longer does not."""

    granted: int


class GrantShape(Schema):
    """A grant."""

    number: int
    member_id: int
    benefit: str
    origin: str
    quota: int
    granted_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    reason: str
    actor: str
    giver: int | None
    withdrawn_at: datetime | None
    withdrawn_why: str | None


class GrantPage(Schema):
    """Grants, newest first."""

    items: list[GrantShape]
    next_cursor: str | None


class CostShape(Schema):
    """What the uses of a benefit came to."""

    benefit: str
    uses: int
    members: int
    cost: float


class CostsShape(Schema):
    """What uses came to in a time, by benefit, dearest first."""

    items: list[CostShape]
    currency: str
