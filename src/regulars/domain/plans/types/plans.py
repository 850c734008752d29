"""Plans: what they cost and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Words(NamedTuple):
    """A text in both languages of the product."""

    zh: str
    en: str


NO_WORDS = Words("", "")


class Every(StrEnum):
    """For how long a price is paid."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Leaving(StrEnum):
    """What becomes of a paid period when a member leaves it for another plan, or for good.

    `period_end`: it runs to its end. `pro_rata`: it ends at once, and the days that were not used come back as money.
    """

    PERIOD_END = "period_end"
    PRO_RATA = "pro_rata"


class PlanState(StrEnum):
    """How far a plan has come: one that is withdrawn goes on for those who have it."""

    DRAFT = "draft"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class Perk(NamedTuple):
    """So many uses of a benefit in each period."""

    benefit: str
    quota: int


@dataclass(frozen=True)
class Terms:
    """What is said of a plan. `tier` is empty where it gives none; `price_minor` is in the programme's currency."""

    name: Words
    price_minor: int
    every: Every
    about: Words = NO_WORDS
    trial_days: int = 0
    grace_days: int = 7
    tier: str = ""
    perks: tuple[Perk, ...] = ()
    leaving: Leaving = Leaving.PERIOD_END
    position: int = 0


@dataclass(frozen=True)
class NewPlan:
    """A plan to add, as a draft."""

    code: str
    terms: Terms
    actor: str


@dataclass(frozen=True)
class PlanChange:
    """Other terms for a plan; `revision` is the one that was opened."""

    code: str
    terms: Terms
    revision: int
    actor: str


@dataclass(frozen=True)
class PlanView:
    """A plan. `running` counts subscriptions that have not ended."""

    code: str
    terms: Terms
    currency: str
    state: PlanState
    revision: int
    running: int = 0


@dataclass(frozen=True)
class PlanOffer:
    """A plan as a member sees it: `has_trial` when the trial is still theirs to take, `is_theirs` when they have it."""

    plan: PlanView
    has_trial: bool
    is_theirs: bool
