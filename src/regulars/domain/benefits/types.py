"""Values of the benefits context. Instants are aware and in UTC, days are local days of the programme's zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from regulars.engine.programme.benefits import Benefit, Terms


class Origin(StrEnum):
    """Through what a member has a benefit. The value is stored and appears in the API."""

    TIER = "tier"
    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    CHOICE = "choice"
    HAND = "hand"
    CAMPAIGN = "campaign"
    UPGRADE = "upgrade"
    MOMENT = "moment"
    GIFT = "gift"
    PLAN = "plan"


class Rise(NamedTuple):
    """That a member came to stand on a tier on a local day."""

    on: date
    tier: str


@dataclass(frozen=True)
class Facts:
    """What the benefits of a member follow from.

    `tiers` are the tiers they came to stand on, oldest first; `barred` are benefits whose condition about members
    they do not meet. `people` are the member and everybody who takes part as them, by number.
    """

    member_id: int
    tier: str
    enrolled_on: date
    birth_month: int | None
    tiers: tuple[Rise, ...] = ()
    barred: frozenset[str] = frozenset()
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Granted:
    """A grant as it is kept. `quota` uses, from `valid_from` and before `valid_until` (None: for good)."""

    id: int
    key: str
    member_id: int
    benefit: str
    origin: Origin
    quota: int
    granted_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    reason: str
    actor: str
    detail: str
    giver: int | None = None
    choice: str = ""
    period_on: date | None = None
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True)
class Allotment:
    """A number of uses somebody has of a benefit: `quota` of them (None: any number), from a day, before a day.

    `key` names it among all of the holder's: uses of it are counted under this name. `granted` is the grant that it
    comes from, if any.
    """

    benefit: Benefit
    origin: Origin
    key: str
    terms: Terms
    quota: int | None
    starts_on: date | None = None
    ends_on: date | None = None
    granted: Granted | None = None


@dataclass(frozen=True)
class MemberBenefit:
    """A benefit that a member has now. `left`: uses that are left, None for any number, 0 when used up or not used.

    `holder` is whose it is: the member's own, or somebody's of their family who shares it. `valid_until` is the first
    instant at which it is over. `used_up` is never so of kinds that are not used, which simply hold. `taken` are the
    places of the quota that uses have.
    """

    benefit: Benefit
    origin: Origin
    key: str
    terms: Terms
    holder: int
    quota: int | None
    used: int
    valid_from: datetime | None
    valid_until: datetime | None
    granted_id: int | None = None
    reason: str = ""
    giver: int | None = None
    taken: frozenset[int] = frozenset()

    @property
    def left(self) -> int | None:
        """Uses that are left; None: any number."""
        return None if self.quota is None else max(self.quota - self.used, 0)

    @property
    def used_up(self) -> bool:
        """Whether nothing is left of it."""
        return self.left == 0


@dataclass(frozen=True)
class NewGrant:
    """A grant that is asked for; the same `grant_id` twice is one grant. `until` None: as long as the benefit says."""

    grant_id: str
    member_id: int
    benefit: str
    reason: str
    actor: str
    quota: int = 1
    origin: Origin = Origin.HAND
    until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True)
class Place:
    """Where a benefit is used; what is not known is empty. `till` names the till or the device."""

    channel: str = ""
    store: str = ""
    till: str = ""


NOWHERE = Place()


@dataclass(frozen=True)
class NewUse:
    """A use that is asked for; the same `use_id` twice is one use.

    `key` picks one of several allotments of the benefit; empty: what ends first, the member's own before the
    family's. `order_id` and `amount_minor` are those of the order it is used with. `used_at` None: now; a till that
    was offline says when it was.
    """

    use_id: str
    member_id: int
    benefit: str
    actor: str
    place: Place = NOWHERE
    order_id: str = ""
    amount_minor: int | None = None
    key: str = ""
    used_at: datetime | None = None


@dataclass(frozen=True)
class UseView:
    """A use as it is kept. `holder` is whose quota it came from; `repeated`: it had been made before."""

    id: int
    use_id: str
    member_id: int
    holder: int
    benefit: str
    origin: Origin
    key: str
    place: Place
    order_id: str
    amount_minor: int | None
    cost_minor: int
    actor: str
    used_at: datetime
    given: bool = False
    returned_at: datetime | None = None
    returned_by: str = ""
    returned_why: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class Pick:
    """A benefit that a member has taken from a choice, and until when (exclusive) it may be swapped for another."""

    granted: Granted
    used: int
    swap_before: date | None


@dataclass(frozen=True)
class ChoiceView:
    """A choice as a member has it in the present period: how many they may take, which they took."""

    id: str
    may_pick: int
    picks: tuple[Pick, ...]
    starts_on: date
    ends_on: date

    @property
    def open_picks(self) -> int:
        """How many more they may take."""
        return max(self.may_pick - len(self.picks), 0)


@dataclass(frozen=True)
class TierBenefit:
    """A benefit in the comparison of tiers: for each tier that has it its terms, quota and period."""

    benefit: Benefit
    by_tier: Mapping[str, TierTerms]


@dataclass(frozen=True)
class TierTerms:
    """How a tier has a benefit; `quota` None: any number of times. `origin`: through what."""

    terms: Terms
    origin: Origin
    quota: int | None
    per: str | None


@dataclass(frozen=True)
class RatingView:
    """What a member said of a benefit, from 1 to 5."""

    benefit: str
    score: int
    rated_at: datetime


@dataclass(frozen=True)
class OwnRating:
    """Whether a member used a benefit, so that they may rate it, and what they said of it from 1 to 5, if anything."""

    used: bool
    score: int | None


@dataclass(frozen=True)
class BenefitFigures:
    """What came of a benefit so far: grants that hold and whose they are, uses that stand, their cost and last time."""

    grants: int
    open_grants: int
    grant_holders: int
    withdrawn: int
    uses: int
    users: int
    returned: int
    cost_minor: int
    last_used_at: datetime | None
    ratings: int
    rating: float | None


@dataclass(frozen=True)
class UseFilter:
    """What a list of uses is narrowed to; empty fields narrow nothing."""

    member_id: int | None = None
    benefit: str = ""
    store: str = ""
    since: datetime | None = None
    before: datetime | None = None
    with_returned: bool = True


@dataclass(frozen=True)
class BenefitUse:
    """What the uses of a benefit in the history came to, and those that the programme would not have given.

    `cost_minor` is what they cost when they happened, `refused_minor` the part of it that would have been saved.
    """

    benefit: str
    uses: int
    members: int
    cost_minor: int
    refused: int
    refused_minor: int
