"""Using benefits and taking uses back: quotas, periods, places, once and only once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits.errors import (
    BenefitUsedUp,
    ReasonMissing,
    UseConflict,
    UseMissing,
    UseOfFuture,
    UseReturned,
)
from regulars.domain.benefits.operations import preview_use, return_use
from regulars.domain.benefits.queries import cost_of_uses, find_use, list_uses
from regulars.domain.benefits.queries import use as one_use
from regulars.domain.benefits.types import NewUse, Origin, Place, UseFilter
from regulars.domain.members.errors import MemberMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import held, rise, use


def test_a_quota_is_used_up_and_comes_again(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    assert (held(programme, member)["delivery"].quota, held(programme, member)["delivery"].left) == (2, 2)
    first = use(programme, member, "delivery", "u1", order_id="A-1")
    assert (first.origin, first.holder, first.cost_minor, first.repeated) == (Origin.TIER, member, 200, False)
    use(programme, member, "delivery", "u2")
    with pytest.raises(BenefitUsedUp) as refused:
        use(programme, member, "delivery", "u3")
    assert refused.value.params["until"] == "2026-06-21T16:00:00+00:00"
    assert held(programme, member)["delivery"].used_up
    frozen_clock.advance(timedelta(days=7))
    assert use(programme, member, "delivery", "u3").key == "tier:delivery:2026-06-22"


def test_the_same_use_again_is_one_use(programme: LiveProgramme, member: int) -> None:
    first = use(programme, member, "delivery", "u1")
    again = use(programme, member, "delivery", "u1")
    assert (again.id, again.repeated) == (first.id, True)
    with pytest.raises(UseConflict):
        use(programme, member, "coupon", "u1")
    assert held(programme, member)["delivery"].left == 1


def test_a_use_taken_back_can_be_used_again(programme: LiveProgramme, member: int) -> None:
    use(programme, member, "coupon", "u1", amount_minor=4000)
    with pytest.raises(ReasonMissing):
        return_use(programme.id, "u1", " ", "anna")
    back = return_use(programme.id, "u1", "order cancelled", "anna")
    assert (back.returned_by, back.returned_why) == ("anna", "order cancelled")
    assert held(programme, member)["coupon"].left == 1
    with pytest.raises(UseReturned):
        return_use(programme.id, "u1", "again", "anna")
    with pytest.raises(UseMissing):
        return_use(programme.id, "nobody", "why", "anna")
    assert use(programme, member, "coupon", "u1").returned_at is not None
    use(programme, member, "coupon", "u2", amount_minor=4000)
    assert held(programme, member)["coupon"].left == 0


@pytest.mark.parametrize(
    ("benefit", "more", "code"),
    [
        ("parking", {"place": Place("app", "S1")}, "benefit_wrong_channel"),
        ("parking", {"place": Place("store", "S9")}, "benefit_wrong_store"),
        ("coupon", {"amount_minor": 3999}, "benefit_order_too_small"),
        ("manager", {}, "benefit_not_used"),
        ("cake", {}, "benefit_not_held"),
        ("sorry", {}, "benefit_not_held"),
        ("coupon", {"key": "tier:coupon:2020-01-01"}, "benefit_not_held"),
        ("unheard_of", {}, "benefit_not_found"),
    ],
)
def test_what_is_refused_leaves_nothing(
    programme: LiveProgramme, member: int, benefit: str, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        use(programme, member, benefit, "u1", **more)
    assert refused.value.code == code
    assert list_uses(programme.id, PageRequest()).items == ()


def test_nobody_and_the_future_are_refused(programme: LiveProgramme, member: int) -> None:
    with pytest.raises(MemberMissing):
        use(programme, 10**9, "delivery", "u1")
    with pytest.raises(UseOfFuture):
        use(programme, member, "delivery", "u1", used_at=clock.now() + timedelta(hours=1))


def test_a_till_that_was_offline_says_when_it_was(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    then = clock.now()
    frozen_clock.advance(timedelta(days=8))
    late = use(programme, member, "delivery", "late", used_at=then)
    assert (late.used_at, late.key) == (then, "tier:delivery:2026-06-15")
    assert held(programme, member)["delivery"].left == 2


def test_a_preview_keeps_nothing(programme: LiveProgramme, member: int) -> None:
    asked = NewUse("u1", member, "delivery", "till")
    assert preview_use(programme.id, asked).benefit == "delivery"
    assert list_uses(programme.id, PageRequest()).items == ()
    assert held(programme, member)["delivery"].left == 2


def test_uses_are_listed_and_counted(programme: LiveProgramme, member: int) -> None:
    for number in range(2):
        use(programme, member, "delivery", f"d{number}")
    use(programme, member, "parking", "p")
    return_use(programme.id, "d0", "mistake", "anna")
    now = clock.now()
    costs = cost_of_uses(programme.id, now - timedelta(hours=1), now + timedelta(hours=1))
    assert [tuple(one) for one in costs] == [("delivery", 1, 1, 200), ("parking", 1, 1, 200)]
    page = list_uses(programme.id, PageRequest(limit=2), UseFilter(member_id=member))
    assert [one.use_id for one in page.items] == ["p", "d1"]
    rest = list_uses(programme.id, PageRequest(limit=2, cursor=page.next_cursor), UseFilter(member_id=member))
    assert [one.use_id for one in rest.items] == ["d0"]
    narrowed = UseFilter(
        benefit="delivery", store="S1", since=now, before=now + timedelta(hours=1), with_returned=False
    )
    assert [one.use_id for one in list_uses(programme.id, PageRequest(), narrowed).items] == ["d1"]
    assert find_use(programme.id, "p") == one_use(programme.id, find_use(programme.id, "p").id)
    for lookup in (lambda: find_use(programme.id, "x"), lambda: one_use(programme.id, 10**9)):
        with pytest.raises(UseMissing):
            lookup()


def test_who_rises_within_a_period_has_the_part_that_is_left(programme: LiveProgramme, member: int) -> None:
    assert held(programme, member)["coupon"].quota == 1
    rise(programme, member, "gold")  # 15 June: 16 of 30 days are left; 1 + ceil(4 x 16 / 30)
    coupon = held(programme, member)["coupon"]
    assert (coupon.quota, coupon.terms.amount) == (4, 8)
    assert "manager" in held(programme, member)
