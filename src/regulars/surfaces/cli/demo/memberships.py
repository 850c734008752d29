"""The demo's plans to pay for: one by the month with a trial, one by the year with a tier. Nobody has them yet."""

from __future__ import annotations

from regulars.domain.plans.operations import add_plan, set_plan_state
from regulars.domain.plans.queries import list_plans
from regulars.domain.plans.types.plans import Every, Leaving, NewPlan, Perk, PlanState, Terms, Words

ACTOR = "demo"
PLANS = {
    "delivery-pass": Terms(
        name=Words("送货月卡", "Delivery pass"),
        about=Words(
            "每月 4 次免费送货，取货时再来 4 杯现磨咖啡。",
            "Four deliveries a month on us, and four coffees for the days on which you come yourself.",
        ),
        price_minor=490,
        every=Every.MONTH,
        trial_days=14,
        perks=(Perk("free_delivery", 4), Perk("coffee", 4)),
    ),
    "premium-year": Terms(
        name=Words("尊享年卡", "A year of Premium"),
        about=Words(
            "全年尊享等级，每季一束鲜花，外加一堂烹饪课。不满意可随时退还剩余天数的费用。",
            "Premium all year, flowers for every season and a cooking class. Leave at any time: unused days come back.",
        ),
        price_minor=9900,
        every=Every.YEAR,
        grace_days=14,
        tier="premium",
        perks=(Perk("flowers", 4), Perk("cooking_class", 1)),
        leaving=Leaving.PRO_RATA,
        position=1,
    ),
}
"""The plans by code."""


def create_plans(programme_id: int) -> None:
    """Add and offer the plans once. Nobody takes one: what the ledger holds stays the retailer's year."""
    if list_plans(programme_id):
        return
    for code, terms in PLANS.items():
        add_plan(programme_id, NewPlan(code, terms, ACTOR))
        set_plan_state(programme_id, code, PlanState.OFFERED, ACTOR)
