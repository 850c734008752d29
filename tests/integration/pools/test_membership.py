"""Who is in a pool: one open pool at most, the owner stays, nobody's points move."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from regulars.domain.members.errors import MemberMissing
from regulars.domain.pools import errors
from regulars.domain.pools.models import PoolMember
from regulars.domain.pools.operations import (
    accept_invitation,
    close_pool,
    create_pool,
    invite_member,
    leave_pool,
    set_rights,
)
from regulars.domain.pools.queries import PoolFilter, list_pools, pool, pool_of_member
from regulars.domain.pools.types import NewPool, PoolStanding, Rights
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.audit import list_entries
from regulars.platform.paging import PageRequest
from tests.families import enrol, give, points_of
from tests.integration.pools.conftest import make_pool as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_a_pool_has_what_its_contributors_have(family: LiveProgramme) -> None:
    mother, father, child = enrol(family, 3)
    for member, points in ((mother, 100), (father, 50), (child, 7)):
        give(family, member, points)
    pool_id = made(family, [mother, father, child])
    assert pool(family.id, pool_id).line.balances == {"points": 157}
    view = set_rights(family.id, pool_id, child, Rights(contributes=False, monthly_limit=Decimal(30)), "anna")
    assert view.line.balances == {"points": 150}
    assert [(one.member_id, one.standing, one.available) for one in view.members] == [
        (mother, PoolStanding.JOINED, {"points": 100}),
        (father, PoolStanding.JOINED, {"points": 50}),
        (child, PoolStanding.JOINED, {}),
    ]
    assert view.members[2].rights == Rights(contributes=False, monthly_limit=Decimal(30))


def test_who_leaves_takes_their_points_along(family: LiveProgramme) -> None:
    mother, father = enrol(family, 2)
    give(family, father, 50)
    pool_id = made(family, [mother, father])
    view = leave_pool(family.id, pool_id, father, "anna")
    assert (view.line.members, view.line.balances, points_of(family, [father])) == (1, {}, [50])
    assert [one.standing for one in view.members] == [PoolStanding.JOINED, PoolStanding.LEFT]
    assert pool_of_member(family.id, father) is None
    made(family, [father], "Wang")
    with pytest.raises(errors.NotInPool):
        leave_pool(family.id, pool_id, father, "anna")


def test_a_member_is_in_one_open_pool_at_most(family: LiveProgramme) -> None:
    mother, father, child = enrol(family, 3)
    first, second = made(family, [mother, child]), made(family, [father])
    invite_member(family.id, second, child, Rights(), "anna")
    with pytest.raises(errors.InAnotherPool):
        accept_invitation(family.id, second, child, "anna")
    with pytest.raises(errors.InAnotherPool):
        create_pool(family.id, NewPool(child, "Me", "anna"))
    assert pool(family.id, second).line.members == 1
    close_pool(family.id, first, "anna")
    assert accept_invitation(family.id, second, child, "anna").line.members == 2


def test_the_database_itself_keeps_a_member_in_one_pool(family: LiveProgramme) -> None:
    mother, father = enrol(family, 2)
    made(family, [mother])
    other = made(family, [father])
    stay = PoolMember.objects.get(member_id=mother)
    stay.pk, stay.pool_id = None, other
    with pytest.raises(IntegrityError), transaction.atomic():
        stay.save(force_insert=True)


def test_no_more_than_the_programme_allows(family: LiveProgramme) -> None:
    members = enrol(family, 5)
    pool_id = made(family, members[:3])
    invite_member(family.id, pool_id, members[3], Rights(), "anna")
    with pytest.raises(errors.PoolFull):
        invite_member(family.id, pool_id, members[4], Rights(), "anna")
    leave_pool(family.id, pool_id, members[3], "anna")
    view = invite_member(family.id, pool_id, members[4], Rights(), "anna")
    assert [one.standing for one in view.members[3:]] == [PoolStanding.INVITED, PoolStanding.DECLINED]
    with pytest.raises(errors.InvitedAlready):
        invite_member(family.id, pool_id, members[4], Rights(), "anna")


def test_the_owner_closes_but_does_not_leave(family: LiveProgramme) -> None:
    mother, father = enrol(family, 2)
    pool_id = made(family, [mother, father])
    with pytest.raises(errors.OwnerStays):
        leave_pool(family.id, pool_id, mother, "anna")
    view = close_pool(family.id, pool_id, "anna")
    assert (view.line.members, view.line.closed_at is None) == (0, False)
    for deed in (
        lambda: close_pool(family.id, pool_id, "anna"),
        lambda: invite_member(family.id, pool_id, father, Rights(), "anna"),
    ):
        with pytest.raises(errors.PoolClosed):
            deed()


def test_what_cannot_be(family: LiveProgramme, minimal: LiveProgramme) -> None:
    mother, father = enrol(family, 2)
    pool_id = made(family, [mother])
    with pytest.raises(errors.InvitationMissing):
        accept_invitation(family.id, pool_id, father, "anna")
    with pytest.raises(errors.PoolMissing):
        invite_member(family.id, 999_999, father, Rights(), "anna")
    with pytest.raises(errors.PoolMissing):
        pool(minimal.id, pool_id)
    with pytest.raises(MemberMissing):
        invite_member(family.id, pool_id, 999_999, Rights(), "anna")
    with pytest.raises(errors.PoolPointsInvalid):
        set_rights(family.id, pool_id, mother, Rights(monthly_limit=Decimal(0)), "anna")
    with pytest.raises(errors.PoolsOff):
        create_pool(minimal.id, NewPool(enrol(minimal, 1)[0], "Li", "anna"))


def test_lists_narrow_and_page(family: LiveProgramme, django_assert_num_queries) -> None:
    members = enrol(family, 6)
    pools = [made(family, [member], f"Family {number}") for number, member in enumerate(members)]
    page = list_pools(family.id, PageRequest(limit=4))
    rest = list_pools(family.id, PageRequest(page.next_cursor, 4))
    assert [line.id for line in page.items + rest.items] == pools[::-1]
    assert [line.id for line in list_pools(family.id, PageRequest(), PoolFilter("family 3")).items] == [pools[3]]
    assert [line.id for line in list_pools(family.id, PageRequest(), PoolFilter(member_id=members[2])).items] == [
        pools[2]
    ]
    close_pool(family.id, pools[0], "anna")
    assert len(list_pools(family.id, PageRequest(), PoolFilter(with_closed=False)).items) == 5
    for limit in (1, 5):
        with django_assert_num_queries(5):
            list_pools(family.id, PageRequest(limit=limit))


def test_deeds_are_on_the_trail(family: LiveProgramme) -> None:
    mother, father = enrol(family, 2)
    pool_id = made(family, [mother, father])
    set_rights(family.id, pool_id, father, Rights(), "li")
    leave_pool(family.id, pool_id, father, "li")
    close_pool(family.id, pool_id, "li")
    trail = [(line.actor, line.action, line.subject) for line in list_entries(PageRequest()).items][::-1]
    actions = ["pool_created", "pool_member_invited", "pool_joined", "pool_rights_set", "pool_left", "pool_closed"]
    assert [line for line in trail if line[2] == f"pool {pool_id}"] == [
        ("anna" if number < 3 else "li", action, f"pool {pool_id}") for number, action in enumerate(actions)
    ]
