"""Taking benefits from a choice, swapping them, and giving a use to a friend."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits.errors import (
    BenefitUsedUp,
    ChoiceMissing,
    GiftToOneself,
    GrantOver,
    NotGiftable,
    NotInChoice,
    PickFixed,
    PicksTooMany,
    UseMissing,
)
from regulars.domain.benefits.operations import choose_benefits, give_benefit, return_use, withdraw_benefit
from regulars.domain.benefits.queries import choices_of, list_uses
from regulars.domain.benefits.types import ChoiceView, NewUse, Origin
from regulars.domain.members.errors import MemberMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.paging import PageRequest
from tests.benefits import held, install_benefits, rise, use
from tests.families import enrol


def choose(programme: LiveProgramme, member: int, *benefits: str) -> ChoiceView:
    """Take exactly these."""
    return choose_benefits(programme.id, member, "picks", benefits, "portal")


def taken(view: ChoiceView) -> list[str]:
    """What is taken, in order."""
    return [pick.granted.benefit for pick in view.picks]


def test_what_is_taken_can_be_used_until_the_period_ends(
    programme: LiveProgramme, member: int, frozen_clock: Any
) -> None:
    (before,) = choices_of(programme.id, member)
    assert (before.may_pick, before.open_picks, before.ends_on.isoformat()) == (1, 1, "2026-07-01")
    view = choose(programme, member, "coffee")
    assert (taken(view), view.open_picks) == (["coffee"], 0)
    coffee = held(programme, member)["coffee"]
    assert (coffee.origin, coffee.left, coffee.valid_until.isoformat()) == (
        Origin.CHOICE,
        1,
        "2026-06-30T16:00:00+00:00",
    )
    assert choose(programme, member, "coffee").picks == view.picks
    use(programme, member, "coffee", "c1")
    with pytest.raises(BenefitUsedUp):
        use(programme, member, "coffee", "c2")
    frozen_clock.advance(timedelta(days=16))
    assert "coffee" not in held(programme, member)
    assert taken(choose(programme, member, "coffee")) == ["coffee"]


def test_a_benefit_is_swapped_while_that_may_be_done(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    choose(programme, member, "coffee")
    frozen_clock.advance(timedelta(days=9))
    assert taken(choose(programme, member, "book")) == ["book"]
    assert taken(choose(programme, member, "coffee")) == ["coffee"]
    frozen_clock.advance(timedelta(days=6))
    use(programme, member, "coffee", "c1")
    with pytest.raises(PickFixed):
        choose(programme, member, "flowers")


def test_the_days_for_swapping_end(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    choose(programme, member, "coffee")
    frozen_clock.advance(timedelta(days=10))
    with pytest.raises(PickFixed) as refused:
        choose(programme, member)
    assert refused.value.params["until"] == "2026-06-25"


def test_who_rises_may_take_the_part_that_is_left(programme: LiveProgramme, member: int) -> None:
    rise(programme, member, "gold")  # 16 of 91 days are left of one more: rounded up, one
    (view,) = choices_of(programme.id, member)
    assert view.may_pick == 2
    assert taken(choose(programme, member, "coffee", "book")) == ["coffee", "book"]


def test_what_may_not_be_chosen(programme: LiveProgramme, member: int) -> None:
    with pytest.raises(ChoiceMissing):
        choose_benefits(programme.id, member, "others", ["coffee"], "portal")
    with pytest.raises(NotInChoice):
        choose(programme, member, "cake")
    with pytest.raises(PicksTooMany):
        choose(programme, member, "coffee", "book")
    assert choices_of(programme.id, member)[0].picks == ()


def give(programme: LiveProgramme, giver: int, taker: int, use_id: str = "g1", benefit: str = "coupon") -> Any:
    """Give a use."""
    return give_benefit(programme.id, NewUse(use_id, giver, benefit, "portal"), taker)


def test_a_use_is_given_to_a_friend_and_comes_back(programme: LiveProgramme) -> None:
    giver, friend = enrol(programme, 2)
    gift = give(programme, giver, friend)
    assert give(programme, giver, friend) == gift
    assert (gift.giver, gift.valid_until.isoformat()) == (giver, "2026-06-30T16:00:00+00:00")
    assert held(programme, giver)["coupon"].left == 0
    with pytest.raises(BenefitUsedUp):
        give(programme, giver, friend, "g2")
    with pytest.raises(UseMissing):
        return_use(programme.id, gift.key, "no", "anna")
    assert [(one.given, one.cost_minor) for one in list_uses(programme.id, PageRequest()).items] == [(True, 0)]
    withdraw_benefit(programme.id, gift.id, "not wanted", "anna")
    assert held(programme, giver)["coupon"].left == 1
    second = give(programme, giver, friend, "g3")
    used = use(programme, friend, "coupon", "u1", key=f"grant:{second.id}", amount_minor=5000)
    assert (used.origin, used.cost_minor) == (Origin.GIFT, 200)
    with pytest.raises(GrantOver):
        withdraw_benefit(programme.id, second.id, "too late", "anna")


def test_what_may_not_be_given(db: None, frozen_clock: Any) -> None:
    programme = install_benefits()
    giver, friend, third = enrol(programme, 3)
    with pytest.raises(NotGiftable):
        give(programme, giver, friend, benefit="delivery")
    with pytest.raises(GiftToOneself):
        give(programme, giver, giver)
    with pytest.raises(MemberMissing):
        give(programme, giver, 10**9)
    gift = give(programme, giver, friend)
    onwards = NewUse("g9", friend, "coupon", "portal", key=f"grant:{gift.id}")
    with pytest.raises(NotGiftable):
        give_benefit(programme.id, onwards, third)
