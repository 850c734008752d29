"""What members have: by tier, birthday, anniversary, segment, family, and by grants."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits.errors import (
    GrantConflict,
    GrantInvalid,
    GrantMissing,
    GrantOver,
    ReasonMissing,
)
from regulars.domain.benefits.operations import (
    grant_benefit,
    grant_for_moment,
    grant_for_rise,
    grant_to_many,
    withdraw_benefit,
)
from regulars.domain.benefits.queries import benefits_by_tier, grant, grants_of, list_grants, member_benefits
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import held, rise, use
from tests.families import accept, enrol, give
from tests.integration.pools.conftest import make_pool


def asked(member: int, **more: Any) -> NewGrant:
    """A grant by hand."""
    return NewGrant(
        **({"grant_id": "g1", "member_id": member, "benefit": "sorry", "reason": "late", "actor": "anna"} | more)
    )


def test_a_newcomer_has_what_everybody_has(programme: LiveProgramme, member: int) -> None:
    assert [one.benefit.id for one in member_benefits(programme.id, member)] == ["coupon", "parking", "delivery"]
    assert held(programme, member)["parking"].left is None


def test_benefits_come_with_birthdays_anniversaries_and_segments(
    programme: LiveProgramme, member: int, frozen_clock: Any
) -> None:
    card = f"88000{programme.id:02d}000"
    born = {"type": "profile", "member": {"card": card}, "birth_month": 6}
    accept_events(programme.id, "test", [{"id": "p1", "occurred_at": clock.now().isoformat(), **born}])
    cake = held(programme, member)["cake"]
    assert (cake.origin, cake.left, cake.valid_until.isoformat()) == (Origin.BIRTHDAY, 1, "2026-06-30T16:00:00+00:00")
    use(programme, member, "cake", "c1")
    assert held(programme, member)["cake"].used_up
    give(programme, member, 60)
    assert "for_staff" in held(programme, member)
    frozen_clock.advance(timedelta(days=367))
    assert "jubilee" not in held(programme, member)
    rise(programme, member, "silver")
    jubilee = held(programme, member)["jubilee"]
    assert (jubilee.key, jubilee.left) == ("anniversary:jubilee:2027-06-15", 1)
    assert held(programme, member)["cake"].left == 1
    frozen_clock.advance(timedelta(days=30))
    assert {"jubilee", "cake"}.isdisjoint(held(programme, member))


def test_a_family_shares_what_may_be_shared(programme: LiveProgramme, member: int) -> None:
    other = enrol(programme, 2)[1]
    make_pool(programme, [member, other])
    for number in range(4):
        assert use(programme, member, "delivery", f"u{number}").holder == (member if number < 2 else other)
    assert held(programme, other)["delivery"].left == 0
    assert [one.holder for one in member_benefits(programme.id, other) if one.benefit.id == "coupon"] == [other]


def test_a_grant_by_hand_is_made_once_used_and_withdrawn(
    programme: LiveProgramme, member: int, frozen_clock: Any
) -> None:
    made = grant_benefit(programme.id, asked(member, quota=2))
    assert grant_benefit(programme.id, asked(member, quota=2)) == made
    assert (made.valid_until - made.valid_from).days == 60
    with pytest.raises(GrantConflict):
        grant_benefit(programme.id, asked(member, quota=1))
    use(programme, member, "sorry", "s1")
    assert (held(programme, member)["sorry"].left, held(programme, member)["sorry"].reason) == (1, "late")
    with pytest.raises(ReasonMissing):
        withdraw_benefit(programme.id, made.id, "", "anna")
    assert withdraw_benefit(programme.id, made.id, "mistake", "anna").withdrawn_why == "mistake"
    assert "sorry" not in held(programme, member)
    with pytest.raises(GrantOver):
        withdraw_benefit(programme.id, made.id, "mistake", "anna")
    with pytest.raises(GrantMissing):
        withdraw_benefit(programme.id, 10**9, "mistake", "anna")
    with pytest.raises(GrantMissing):
        grant(programme.id, 10**9)
    until = clock.now() + timedelta(days=2)
    assert grant_benefit(programme.id, asked(member, grant_id="g2", until=until)).valid_until == until
    frozen_clock.advance(timedelta(days=2))
    assert "sorry" not in held(programme, member)
    assert [one.key for one in grants_of(programme.id, member)] == ["hand:g2", "hand:g1"]
    page = list_grants(programme.id, PageRequest(limit=1), "sorry")
    rest = list_grants(programme.id, PageRequest(limit=1, cursor=page.next_cursor))
    assert [one.key for one in (*page.items, *rest.items)] == ["hand:g2", "hand:g1"]
    assert grant(programme.id, made.id).withdrawn_why == "mistake"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"benefit": "coupon"}, "benefit_not_by_hand"),
        ({"benefit": "manager"}, "benefit_not_used"),
        ({"reason": " "}, "benefit_reason_missing"),
        ({"quota": 0}, "benefit_grant_invalid"),
    ],
)
def test_grants_that_are_refused(programme: LiveProgramme, member: int, more: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        grant_benefit(programme.id, asked(member, **more))
    assert refused.value.code == code
    with pytest.raises(GrantInvalid):
        grant_benefit(programme.id, asked(member, until=clock.now()))


def test_a_campaign_grants_to_many_once(programme: LiveProgramme) -> None:
    members = enrol(programme, 3)
    campaign = asked(0, grant_id="spring")
    assert grant_to_many(programme.id, campaign, [*members, 10**9]) == 3
    assert grant_to_many(programme.id, campaign, members) == 3
    assert [one.origin for one in grants_of(programme.id, members[0])] == [Origin.CAMPAIGN]


def test_a_rise_brings_the_pack_once(programme: LiveProgramme, member: int) -> None:
    now = clock.to_us(clock.now())
    (pack,) = grant_for_rise(programme.id, member, "silver", now)
    assert (pack.benefit, pack.origin, pack.quota, pack.detail) == ("pack", Origin.UPGRADE, 1, "silver")
    assert grant_for_rise(programme.id, member, "silver", now + 1) == []
    assert grant_for_rise(programme.id, member, "base", now) == []
    assert grant_for_rise(programme.id, member, "gold", now - 30 * 86_400_000_000) == []
    assert grant_for_rise(programme.id, 10**9, "gold", now) == []


def test_a_moment_grants_for_a_while(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    now = clock.to_us(clock.now())
    granted = grant_for_moment(programme.id, member, "rescue", now, "shop:1")
    assert (granted.valid_until - granted.valid_from) == timedelta(hours=2)
    assert grant_for_moment(programme.id, member, "rescue", now + 1, "shop:2") is None
    assert grant_for_moment(programme.id, member, "coupon", now, "shop:3") is None
    assert held(programme, member)["rescue"].left == 1
    frozen_clock.advance(timedelta(hours=2))
    assert "rescue" not in held(programme, member)
    assert grant_for_moment(programme.id, member, "rescue", now, "shop:4") is None


def test_tiers_are_compared(programme: LiveProgramme) -> None:
    told = {one.benefit.id: one.by_tier for one in benefits_by_tier(programme.document)}
    assert [(tier, one.quota, one.per) for tier, one in told["coupon"].items()] == [
        ("base", 1, "month"),
        ("silver", 3, "month"),
        ("gold", 5, "month"),
    ]
    assert list(told["manager"]) == ["gold"]
    assert told["pack"]["gold"].origin is Origin.UPGRADE
    assert "sorry" not in told
    assert "coffee" not in told


def test_what_was_granted_holds_through_a_merge(programme: LiveProgramme) -> None:
    first, second = enrol(programme, 2)
    for one in (first, second):
        accept(programme, one, {"kind": "activity", "name": "visit"})
    grant_benefit(programme.id, asked(second))
    use(programme, second, "delivery", "u1")
    merge_members(programme.id, NewMerge(first, second, "same person", "anna"))
    assert (held(programme, first)["sorry"].left, held(programme, first)["delivery"].left) == (1, 1)
