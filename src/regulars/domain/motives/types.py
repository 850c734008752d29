"""Motives, the signs that tell of them and what each sign weighs, and what is known of a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WINDOW = 365
"""Days in which signs are looked for."""

FEWEST_ACTS = 3
"""Purchases, redemptions and other acts in the window that a member has to have to be told."""

FEWEST_SHOWING = 20
"""Members who have to show a sign for it to tell members apart; a sign of fewer weighs nothing."""

STRONG = 50
"""From this score on a motive may lead."""

AHEAD = 10
"""By so much the leading motive is ahead of the next; where none is, motives are mixed."""


class Motive(StrEnum):
    """What seems to bring a member."""

    ECONOMIC = "economic"
    IDENTITY = "identity"
    SERVICE = "service"
    SOCIAL = "social"


MIXED, NONE_STRONG = "mixed_motives", "no_strong_motive"
"""What leads where two are alike, and where none is strong."""


class Sign(StrEnum):
    """What is measured of a member in the window."""

    PROMOTION_SHARE = "promotion_share"  # of what was spent on lines, the share with a discount
    REDEMPTIONS = "points_per_purchase"  # times points were spent, for each purchase
    VOUCHERS = "vouchers_per_purchase"  # coupons, vouchers and benefits that save money, for each purchase
    RISES = "tier_rises"  # rises to a higher tier
    HIGH_SHARE = "high_tier_share"  # of the window, the share of time above the first tier
    STATUS_USES = "status_uses"  # uses of benefits that show standing
    SERVICE_USES = "service_uses"  # uses of benefits that serve
    CONTACTS = "service_contacts"
    VISITS = "visits"  # visits and appointments beside purchases
    REFERRALS = "referrals"
    GIFTS = "gifts"  # points or benefits given to others
    POOLED = "family_spending"  # times points of a family were spent
    REVIEWS = "reviews"


WEIGHTS: Mapping[Motive, Mapping[Sign, int]] = {
    Motive.ECONOMIC: {Sign.PROMOTION_SHARE: 30, Sign.REDEMPTIONS: 30, Sign.VOUCHERS: 40},
    Motive.IDENTITY: {Sign.RISES: 30, Sign.HIGH_SHARE: 30, Sign.STATUS_USES: 40},
    Motive.SERVICE: {Sign.SERVICE_USES: 50, Sign.CONTACTS: 30, Sign.VISITS: 20},
    Motive.SOCIAL: {Sign.REFERRALS: 40, Sign.GIFTS: 20, Sign.POOLED: 10, Sign.REVIEWS: 30},
}
"""What each sign weighs in its motive. Signs of a motive that nobody shows give their weight to the others."""

SIGNS = tuple(sign for signs in WEIGHTS.values() for sign in signs)


@dataclass(frozen=True)
class MemberSign:
    """A sign of one member: what was measured, the place that has among members (0 to 100), what it gives."""

    sign: Sign
    measured: float
    place: float
    gives: float


@dataclass(frozen=True)
class MemberMotive:
    """A motive of one member with the signs behind it; `score` is None where the history has no signs of it."""

    motive: Motive
    score: float | None
    signs: tuple[MemberSign, ...]


@dataclass(frozen=True)
class MemberMotives:
    """What is known of one member as of a date; `leading` is a motive, MIXED or NONE_STRONG. `acts`: in the window."""

    member: int
    as_of: date
    leading: str
    acts: int
    motives: tuple[MemberMotive, ...]
    before: tuple[tuple[date, str], ...] = ()
