"""Plans as operators keep them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regulars.domain.plans import errors
from regulars.domain.plans.operations import add_plan, set_plan_state, subscribe, update_plan
from regulars.domain.plans.queries import list_plans, plan, plans_for
from regulars.domain.plans.types.plans import Every, NewPlan, Perk, PlanChange, PlanState, Words
from regulars.domain.plans.types.subscriptions import NewSubscription
from tests.memberships import GOLD, SILVER, now_of, start


def test_a_plan_is_added_changed_offered_and_withdrawn(paid_club) -> None:
    programme, (member, _) = paid_club
    made = add_plan(programme.id, NewPlan("new", SILVER, "anna"))
    assert (made.state, made.currency, made.revision) == (PlanState.DRAFT, "CNY", 1)
    with pytest.raises(errors.PlanExists):
        add_plan(programme.id, NewPlan("new", SILVER, "anna"))
    with pytest.raises(errors.PlanNotOffered):
        subscribe(programme.id, NewSubscription(member, "new", "anna"))
    changed = update_plan(programme.id, PlanChange("new", replace(SILVER, price_minor=100), 1, "anna"))
    assert (changed.terms.price_minor, changed.revision) == (100, 2)
    with pytest.raises(errors.PlanChanged):
        update_plan(programme.id, PlanChange("new", SILVER, 1, "anna"))
    set_plan_state(programme.id, "new", PlanState.OFFERED, "anna")
    assert [one.code for one in list_plans(programme.id, PlanState.OFFERED)] == ["silver", "gold", "new"]
    set_plan_state(programme.id, "new", PlanState.WITHDRAWN, "anna")
    assert [one.plan.code for one in plans_for(programme.id, member)] == ["silver", "gold"]
    with pytest.raises(errors.PlanMissing):
        plan(programme.id, "unknown")


def test_members_keep_what_they_took(paid_club) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    dearer = replace(SILVER, price_minor=5000, name=Words("新", "New"))
    update_plan(programme.id, PlanChange("silver", dearer, plan(programme.id, "silver").revision, "anna"))
    assert now_of(programme, member).price_minor == 3000
    other = replace(dearer, tier="gold")
    with pytest.raises(errors.PlanInUse):
        update_plan(programme.id, PlanChange("silver", other, plan(programme.id, "silver").revision, "anna"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": Words("", "Silver")}, errors.PlanTextMissing),
        ({"price_minor": -1}, errors.PlanNumberInvalid),
        ({"grace_days": 28}, errors.PlanNumberInvalid),
        ({"trial_days": 366}, errors.PlanNumberInvalid),
        ({"tier": ""}, errors.PlanGivesNothing),
        ({"tier": "base"}, errors.PlanTierUnknown),
        ({"perks": (Perk("unknown", 1),)}, errors.PlanBenefitUnknown),
        ({"perks": (Perk("lounge", 0),)}, errors.PlanNumberInvalid),
    ],
)
def test_terms_that_cannot_be(paid_club, changes, error) -> None:
    with pytest.raises(error):
        add_plan(paid_club[0].id, NewPlan("new", replace(SILVER, **changes), "anna"))


def test_a_list_costs_the_same_for_one_and_many(paid_club, django_assert_num_queries) -> None:
    programme, _ = paid_club
    for number in range(4):
        add_plan(programme.id, NewPlan(f"more{number}", replace(GOLD, every=Every.YEAR), "anna"))
    with django_assert_num_queries(1):
        assert len(list_plans(programme.id)) == 6
