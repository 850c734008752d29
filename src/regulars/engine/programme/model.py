"""The programme document as a model: everything the engine obeys, and nothing else.

One document describes wallets, metrics, rules, multipliers, a tier ladder, goals, limits, expiry and policies.
Conditions and amounts are SQL expressions; `regulars.engine.expressions` says which columns and functions
they may use. Shapes are checked here; what needs the whole document is checked in `findings`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from regulars.engine.programme.basics import (
    Ceiling,
    Expression,
    Factor,
    Identifier,
    Part,
    Period,
    Points,
    Share,
    Text,
)
from regulars.engine.programme.benefits import Benefit, Choice
from regulars.engine.programme.brand import Brand


class Policies(Part):
    """What trades disagree on, each a named choice."""

    rounding: Literal["floor", "half_up", "half_even", "ceil"] = "floor"
    basis: Literal["items", "order_total"] = "items"
    discounts: Literal["lower_basis", "ignored"] = "lower_basis"
    tax: Literal["included", "excluded"] = Field(default="included", description="whether tax counts in the basis")
    delivery: Literal["included", "excluded"] = Field(
        default="excluded", description="whether delivery counts in the basis of a whole order"
    )
    instruments: Literal["ignored", "lower_basis"] = Field(
        default="ignored", description="whether gift cards and other payment instruments lower the basis"
    )
    refund: Literal["line_exact", "proportional", "recomputed"] = "line_exact"
    refund_shortfall: Literal["clamp", "other_lots", "negative", "recovery"] = "negative"
    recovery_offset_percent: int = Field(
        default=100, ge=1, le=100, description="the part of new points that goes towards what a member owes"
    )
    spent_points: Literal["when_whole", "proportional", "kept"] = Field(
        default="when_whole", description="when points spent on an order come back with its refund"
    )
    returned_minimum_days: int = Field(
        default=0, ge=0, le=3660, description="days for which points that come back are good at the least"
    )
    overdraft: Literal["reject", "clamp", "negative"] = "reject"
    expiry_boundary: Literal["inclusive", "exclusive"] = "inclusive"
    multipliers: Literal["multiply", "add"] = "multiply"


class Expiry(Part):
    """When points of a wallet expire, counted from the local day they were earned.

    `fixed`: after `months` or `days`, moved to the end of `until` when given. `sliding`: that long after the
    member's last purchase or activity, for all their lots.
    """

    kind: Literal["never", "fixed", "sliding"] = "never"
    months: int | None = Field(default=None, ge=1, le=120)
    days: int | None = Field(default=None, ge=1, le=3660)
    until: Literal["day", "month_end", "quarter_end", "year_end"] = "day"


class Pending(Part):
    """Points that can be spent later: after `days`, or on the activity `until` of the order, whichever is first."""

    days: int | None = Field(default=None, ge=1, le=3660)
    until: Identifier | None = Field(default=None, description="name of the activity that confirms an order")


class Spending(Part):
    """What a redemption may be: at least `minimum`, in steps of `step`, at most a share of the order by tier.

    `price_by_tier` lowers what a redemption costs: 0.9 means that a reward of 1000 points costs 900.
    """

    minimum: Points | None = None
    step: Points | None = None
    order_share: Share | None = Field(default=None, description="of an order, what points may pay; needs a cash value")
    order_share_by_tier: dict[Identifier, Share] = Field(default={})
    price_by_tier: dict[Identifier, Share] = Field(default={})


class Wallet(Part):
    """A kind of points. `status` wallets count towards tiers and are never spent."""

    id: Identifier
    name: Text
    purpose: Literal["spend", "status"] = "spend"
    decimals: int = Field(default=0, ge=0, le=3)
    cash_value: Decimal | None = Field(
        default=None, gt=0, le=1000, decimal_places=6, description="currency units a point is worth"
    )
    expiry: Expiry = Expiry()
    pending: Pending | None = Field(default=None, description="when points earned by rules and goals can be spent")
    spending: Spending = Spending()
    visible: bool = Field(default=True, description="whether members see it")


class Window(Part):
    """The stretch of time a metric looks at, in local days of the programme's zone."""

    kind: Literal["calendar", "rolling", "anniversary", "lifetime"]
    period: Period | None = None
    days: int | None = Field(default=None, ge=1, le=3660)
    months: int | None = Field(default=None, ge=1, le=120)


class Metric(Part):
    """A number per member: `count`, `sum`, `distinct` or `streak` of events, or points `earned` in a wallet."""

    id: Identifier
    name: Text
    measure: Literal["count", "sum", "distinct", "streak", "earned"]
    of: Expression | None = Field(default=None, description="what is summed, or whose distinct values are counted")
    when: Expression | None = None
    wallet: Identifier | None = Field(default=None, description="for `earned`")
    window: Window


class Award(Part):
    """What a rule gives: `points`, once, per `per` units of `of` (money: currency units), or per item."""

    points: Points
    per: Points | None = None
    per_item: bool = False
    of: Expression | None = Field(default=None, description="what is counted; default: the basis of the policies")
    whole_steps: bool = Field(default=False, description="whether only whole multiples of `per` count")


class Limit(Part):
    """At most `points` per member in the period; `event`: in one event."""

    per: Literal["event", "day", "week", "month", "quarter", "year", "lifetime"]
    points: Ceiling


class Rule(Part):
    """On an event that meets `when`, award points to a wallet."""

    id: Identifier
    name: Text
    wallet: Identifier
    when: Expression
    award: Award
    group: Identifier | None = None
    priority: int = Field(default=0, ge=-1000, le=1000)
    limits: list[Limit] = Field(default=[])
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, description="first day on which the rule no longer holds")


class Multiplier(Part):
    """A factor on what rate rules award: one factor, or one per tier."""

    id: Identifier
    name: Text
    factor: Factor | None = None
    by_tier: dict[Identifier, Factor] | None = None
    when: Expression | None = None
    applies_to: list[Identifier] | None = Field(default=None, description="rules; default: all with a rate")
    group: Identifier | None = None
    priority: int = Field(default=0, ge=-1000, le=1000)
    starts_on: date | None = None
    ends_on: date | None = None


class Group(Part):
    """How members of a stacking group combine; the highest `priority` wins in `exclusive`."""

    id: Identifier
    mode: Literal["add", "best", "exclusive"]


class WalletLimit(Part):
    """At most `points` from all rules into a wallet per member in the period."""

    wallet: Identifier
    per: Literal["event", "day", "week", "month", "quarter", "year", "lifetime"]
    points: Ceiling


class Budget(Part):
    """At most `points` from some rules to all members together, in each period."""

    id: Identifier
    name: Text
    rules: list[Identifier] = Field(min_length=1, max_length=200)
    per: Literal["day", "week", "month", "quarter", "year", "lifetime"] = "lifetime"
    points: Ceiling


class Tier(Part):
    """One step of the ladder. The first has no conditions: everybody stands on it."""

    id: Identifier
    name: Text
    proposition: Text | None = None
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#5b6b7b"
    enter: Expression | None = None
    keep: Expression | None = Field(default=None, description="to stay at a review; default: as `enter`")
    benefits: list[Text] = Field(default=[])


class Review(Part):
    """The days on which tiers are reviewed: the first day of each period."""

    every: Literal["month", "quarter", "year"] = "month"


class Evaluation(Part):
    """The days on which tiers are lost, where reviews only warn.

    They are the first day of each period, or of each year as a member.
    """

    every: Literal["month", "quarter", "year", "anniversary"] = "year"


class Trial(Part):
    """A tier that every new member has for some days from enrolment."""

    tier: Identifier
    days: int = Field(ge=1, le=3660)


class Ladder(Part):
    """Tiers from lowest to highest, with the rules for moving on them."""

    tiers: list[Tier] = Field(min_length=1, max_length=32)
    review: Review | None = None
    evaluation: Evaluation | None = Field(default=None, description="default: tiers are lost at reviews")
    trial: Trial | None = None
    notice_days: int = Field(default=30, ge=0, le=366, description="days before a fall at which it is announced")
    near_percent: int = Field(
        default=80, ge=1, le=99, description="part of the way to the next tier from which a member is near it"
    )
    grace_days: int = Field(default=0, ge=0, le=366)
    minimum_stay_days: int = Field(default=0, ge=0, le=3660)
    landing: Literal["one_tier", "to_qualified"] = "one_tier"


class Goal(Part):
    """A metric that reaches a target, once per window of the metric; may award points."""

    id: Identifier
    name: Text
    metric: Identifier
    target: int = Field(gt=0, le=10**12)
    wallet: Identifier | None = None
    points: Points | None = None
    repeat: bool = Field(default=False, description="whether every further `target` reaches it again")
    at_most: int | None = Field(default=None, ge=1, le=1000, description="times that one event may reach it")
    surplus: Literal["kept", "lost"] = Field(
        default="kept", description="what becomes of progress beyond `at_most`: it counts later, or never"
    )


class Transfers(Part):
    """What members may give each other. The fee is paid on top of what is given."""

    wallets: list[Identifier] = Field(min_length=1, max_length=16)
    minimum: Points | None = None
    maximum_per_day: Ceiling | None = None
    maximum_per_month: Ceiling | None = None
    fee_percent: int = Field(default=0, ge=0, le=100)
    fee_points: Points | None = None
    keeps_expiry: bool = Field(default=True, description="whether given points expire as they would have")


class Pools(Part):
    """Families that spend their points together; every member's points stay their own."""

    wallets: list[Identifier] = Field(min_length=1, max_length=16)
    maximum_members: int = Field(default=6, ge=2, le=50)


class Holds(Part):
    """Points kept for a checkout: how long, unless it says so itself, and at the most."""

    minutes: int = Field(default=30, ge=1, le=43_200)
    maximum_minutes: int = Field(default=1440, ge=1, le=43_200)


class Attribute(Part):
    """An extra attribute of events, or of members, that expressions may use."""

    id: Identifier
    type: Literal["text", "integer", "boolean"] = "text"


class Programme(Part):
    """The whole document."""

    id: Identifier
    name: Text
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    time_zone: str
    policies: Policies = Policies()
    attributes: list[Attribute] = Field(default=[], max_length=40)
    member_attributes: list[Attribute] = Field(
        default=[], max_length=40, description="what is known of members, such as their segment; conditions may use it"
    )
    wallets: list[Wallet] = Field(min_length=1, max_length=16)
    metrics: list[Metric] = Field(default=[], max_length=200)
    groups: list[Group] = Field(default=[], max_length=40)
    rules: list[Rule] = Field(default=[], max_length=200)
    multipliers: list[Multiplier] = Field(default=[], max_length=60)
    limits: list[WalletLimit] = Field(default=[], max_length=40)
    budgets: list[Budget] = Field(default=[], max_length=40)
    ladder: Ladder
    goals: list[Goal] = Field(default=[], max_length=100)
    holds: Holds = Holds()
    transfers: Transfers | None = None
    pools: Pools | None = None
    brand: Brand = Brand()
    benefits: list[Benefit] = Field(default=[], max_length=200)
    choices: list[Choice] = Field(default=[], max_length=20)
