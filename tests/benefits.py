"""A family programme with benefits of every sort, and short ways to use and grant them."""

from __future__ import annotations

from typing import Any

from regulars.domain.benefits.operations import use_benefit
from regulars.domain.benefits.queries import member_benefits
from regulars.domain.benefits.types import MemberBenefit, NewUse, Place, UseView
from regulars.domain.programmes.types import LiveProgramme
from tests.families import accept, install_family
from tests.integration.ledger.stories import named

THING = {"item": named("thing")}


def benefit(identity: str, kind: str = "item", **parts: Any) -> dict[str, Any]:
    """A benefit as a part of a document, with terms that do for its kind."""
    terms = {} if kind == "shipping" else THING
    return {"id": identity, "name": named(identity), "kind": kind, "terms": terms, "cost": 2, "worth": 3} | parts


def every_tier(**allowance: Any) -> dict[str, Any]:
    """The same for all tiers of the story."""
    return dict.fromkeys(("base", "silver", "gold"), allowance)


BENEFITS = [
    benefit(
        "coupon",
        "discount",
        terms={"amount": 5, "minimum": 40},
        tiers={
            "base": {"quota": 1, "per": "month"},
            "silver": {"quota": 3, "per": "month"},
            "gold": {"quota": 5, "per": "month", "terms": {"amount": 8}},
        },
        on_rise="prorated",
        giftable=True,
    ),
    benefit("parking", "service", tiers=every_tier(), shared=True, channels=["store"], stores=["S1", "S2"]),
    benefit("delivery", "shipping", tiers=every_tier(quota=2, per="week"), shared=True),
    benefit("cake", "gift", birthday={}),
    benefit("jubilee", anniversary={"days": 30, "from_tier": "silver"}),
    benefit("pack", "gift", upgrade={"tiers": ["silver", "gold"], "days": 20}),
    benefit("rescue", "shipping", moment={"when": "event = 'basket_left' and channel = 'app'", "minutes": 120}),
    benefit("sorry", by_hand=True, valid_days=60),
    benefit("manager", "manager", tiers={"gold": {}}),
    benefit("for_staff", members="days_as_member >= 100 or balance_points >= 50", tiers=every_tier()),
    benefit("coffee"),
    benefit("flowers"),
    benefit("book"),
]
CHOICES = [
    {
        "id": "picks",
        "name": named("picks"),
        "benefits": ["coffee", "flowers", "book"],
        "pick": {"base": 1, "silver": 2, "gold": 2},
        "per": "quarter",
        "swap_days": 10,
    }
]


def install_benefits(programme_id: str = "family", **parts: Any) -> LiveProgramme:
    """The family's programme with benefits; `parts` of the document stand instead of its own."""
    return install_family(programme_id, **({"benefits": BENEFITS, "choices": CHOICES} | parts))


def rise(programme: LiveProgramme, member: int, tier: str) -> None:
    """Lift a member to a tier now."""
    accept(programme, member, {"kind": "tier_grant", "tier": tier, "reason": "test", "actor": "anna"})


def use(programme: LiveProgramme, member: int, identity: str, use_id: str, **more: Any) -> UseView:
    """Use a benefit in store S1."""
    place = more.pop("place", Place("store", "S1"))
    return use_benefit(programme.id, NewUse(use_id, member, identity, "till", place, **more))


def held(programme: LiveProgramme, member: int) -> dict[str, MemberBenefit]:
    """What a member has, by benefit; of several the first."""
    found: dict[str, MemberBenefit] = {}
    for one in member_benefits(programme.id, member):
        found.setdefault(one.benefit.id, one)
    return found
