"""The programme document as a model: everything the engine obeys, and nothing else.

One document describes wallets, metrics, rules, multipliers, a tier ladder, goals, limits, expiry and policies.
Conditions and amounts are SQL expressions; `regulars.engine.expressions` says which columns and functions
they may use. Shapes are checked here; what needs the whole document is checked in `findings`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Period = Literal["day", "week", "month", "quarter", "year"]
Points = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=6)]
Ceiling = Annotated[Decimal, Field(gt=0, le=1_000_000_000, decimal_places=6)]
Factor = Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)]


class Part(BaseModel):
    """A part of the document: unknown fields are refused, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A text in both languages of the product."""

    zh: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)


class Policies(Part):
    """What trades disagree on, each a named choice."""

    rounding: Literal["floor", "half_up", "half_even", "ceil"] = "floor"
    basis: Literal["items", "order_total"] = "items"
    discounts: Literal["lower_basis", "ignored"] = "lower_basis"
    refund: Literal["line_exact", "proportional"] = "line_exact"
    refund_shortfall: Literal["clamp", "other_lots", "negative"] = "negative"
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
    limits: list[Limit] = []
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


class Tier(Part):
    """One step of the ladder. The first has no conditions: everybody stands on it."""

    id: Identifier
    name: Text
    proposition: Text | None = None
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#5b6b7b"
    enter: Expression | None = None
    keep: Expression | None = Field(default=None, description="to stay at a review; default: as `enter`")
    benefits: list[Text] = []


class Review(Part):
    """The days on which tiers are reviewed: the first day of each period."""

    every: Literal["month", "quarter", "year"] = "month"


class Ladder(Part):
    """Tiers from lowest to highest, with the rules for moving on them."""

    tiers: list[Tier] = Field(min_length=1, max_length=32)
    review: Review | None = None
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


class Attribute(Part):
    """An extra attribute of events that expressions may use as a column."""

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
    wallets: list[Wallet] = Field(min_length=1, max_length=16)
    metrics: list[Metric] = Field(default=[], max_length=200)
    groups: list[Group] = Field(default=[], max_length=40)
    rules: list[Rule] = Field(default=[], max_length=200)
    multipliers: list[Multiplier] = Field(default=[], max_length=60)
    limits: list[WalletLimit] = Field(default=[], max_length=40)
    ladder: Ladder
    goals: list[Goal] = Field(default=[], max_length=100)
