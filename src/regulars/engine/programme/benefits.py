"""Benefits and choices as parts of the programme document: what members get beside points, who, and how often.

The engine knows nothing of them: they earn nothing and move no tier. What the fields of `terms` mean, and which of
them a kind needs, is said in `benefit_kinds`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from regulars.engine.programme.basics import Expression, Factor, Identifier, Part, Period, Text

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=3)]
Count = Annotated[int, Field(ge=1, le=100_000)]
Days = Annotated[int, Field(ge=1, le=3660)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Picture = Annotated[str, StringConstraints(pattern=r"^(https://\S{3,400}|[a-z0-9][a-z0-9_.-]{0,99})$")]
Address = Annotated[
    str, StringConstraints(pattern=r"^(https://\S{3,400}|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?(/\S{0,300})?)$")
]
Kind = Literal[
    "percentage",
    "discount",
    "points",
    "item",
    "service",
    "priority",
    "access",
    "gift",
    "shipping",
    "lounge",
    "seat",
    "manager",
    "status",
    "custom",
]
Scene = Literal["shopping", "checkout", "delivery", "service", "celebration", "travel", "community", "home"]


class Terms(Part):
    """What a benefit gives, in money of the programme, points or things; each kind uses some of the fields."""

    percent: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2, description="off the price")
    amount: Money | None = Field(default=None, gt=0, description="off the price, or what the gift is worth")
    most: Money | None = Field(default=None, gt=0, description="the most that one use takes off or covers")
    minimum: Money | None = Field(default=None, gt=0, description="of the order with which it is used")
    factor: Factor | None = Field(default=None, description="by which points are multiplied where it is used")
    multiplier: Identifier | None = Field(default=None, description="that multiplies the points of all purchases")
    item: Text | None = Field(default=None, description="the thing, service, queue, place or person")
    pieces: Count | None = Field(default=None, description="of the item in one use; default 1")
    minutes: Count | None = Field(default=None, description="how long it lasts")
    hours_ahead: Count | None = Field(default=None, description="how long before everybody else")
    guests: Annotated[int, Field(ge=0, le=1000)] | None = Field(default=None, description="who may come along")
    address: Address | None = Field(default=None, description="that is told of each use: https, or this machine")


class Allowance(Part):
    """How much of a benefit somebody has: `quota` uses in each period, or without limit; and terms of their own."""

    quota: Count | None = None
    per: Period | Literal["lifetime"] | None = None
    terms: Terms | None = Field(default=None, description="what is otherwise than in the benefit's terms")


class Birthday(Part):
    """In the month of birth: `quota` uses of it, from a tier on."""

    quota: Count = 1
    from_tier: Identifier | None = Field(default=None, description="the lowest tier that has it; default: the first")


class Anniversary(Part):
    """From each return of the day of enrolment on, for some days: `quota` uses of it, from a tier on."""

    quota: Count = 1
    days: Days = 30
    from_tier: Identifier | None = None


class Upgrade(Part):
    """When a member rises to one of the tiers: `quota` uses of it, good for some days."""

    tiers: list[Identifier] = Field(min_length=1, max_length=32)
    quota: Count = 1
    days: Days = 30


class Moment(Part):
    """At once when an event meets `when`: `quota` uses of it, good for some minutes."""

    when: Expression
    minutes: int = Field(default=120, ge=1, le=525_600)
    quota: Count = 1
    from_tier: Identifier | None = None
    pause_days: int = Field(default=1, ge=0, le=3660, description="days before the next event may grant it again")


class Benefit(Part):
    """Something members get beside points: what, what it costs and is worth, where it is used, and who has it."""

    id: Identifier
    name: Text
    kind: Kind
    benefit_class: Literal["base", "value_added", "exclusive", "growth"] = "base"
    nature: Literal["material", "emotional"] = "material"
    terms: Terms = Terms()
    about: Text | None = None
    guide: Text | None = Field(default=None, description="how a member uses it, step by step")
    example: Text | None = None
    conditions: Text | None = Field(default=None, description="what else holds, as members read it")
    picture: Picture | None = Field(default=None, description="an https address, or the name of an uploaded picture")
    scenes: list[Scene] = Field(default=[], max_length=8, description="where it matters; default: those of its kind")
    channels: list[Name] = Field(default=[], max_length=20, description="where it is used; default: everywhere")
    stores: list[Name] = Field(default=[], max_length=1000)
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, description="first day on which nobody has it any more")
    valid_days: Days = Field(default=90, description="days for which a grant by hand is good unless it says so")
    cost: Money | None = Field(default=None, description="what one use costs the operator")
    worth: Money | None = Field(default=None, description="what one use is worth to a member, as they see it")
    tiers: dict[Identifier, Allowance] = Field(default={}, max_length=32)
    members: Expression | None = Field(default=None, description="a condition about the member, such as a segment")
    birthday: Birthday | None = None
    anniversary: Anniversary | None = None
    upgrade: Upgrade | None = None
    moment: Moment | None = None
    by_hand: bool = Field(default=False, description="whether it is granted by hand and by campaigns")
    on_rise: Literal["full", "prorated"] = Field(
        default="full", description="what of the higher quota somebody has who rises within a period"
    )
    shared: bool = Field(default=False, description="whether the holder's family may use it")
    giftable: bool = Field(default=False, description="whether a use may be given to a friend")
    replaces: list[Identifier] = Field(default=[], max_length=20, description="what lower tiers have instead")


class Choice(Part):
    """Some of several benefits, of the member's choosing: `pick` says how many each tier may take in a period."""

    id: Identifier
    name: Text
    benefits: list[Identifier] = Field(min_length=2, max_length=40)
    pick: dict[Identifier, Count] = Field(min_length=1, max_length=32)
    per: Period = "year"
    quota: Count = Field(default=1, description="uses of each benefit taken, in the period")
    swap_days: int = Field(default=0, ge=0, le=366, description="days after taking it in which it may be swapped")
    on_rise: Literal["full", "prorated"] = "prorated"
