"""Spending from a pool: earliest expiry first over all contributors, all or nothing, within each one's rights."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.operations import roll_up
from regulars.domain.ledger.queries import events
from regulars.domain.pools import errors
from regulars.domain.pools.operations import leave_pool, preview_spending, set_rights, spend_from_pool
from regulars.domain.pools.queries import list_spendings, pool, spending
from regulars.domain.pools.types import NewSpending, PartView, Rights
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform.paging import PageRequest
from tests.families import enrol, give, install_family, open_lots_of, points_of
from tests.integration.ledger.stories import document
from tests.integration.pools.conftest import make_pool

pytestmark = pytest.mark.django_db


def asked(pool_id: int, spender: int, points: int, name: str = "r1", **given: object) -> NewSpending:
    """A redemption."""
    return NewSpending(name, pool_id, spender, "points", points, **given)


def shares(parts: tuple[PartView, ...]) -> dict[int, int]:
    """Who pays how much."""
    return {part.member_id: part.points for part in parts}


def test_lots_of_all_are_drawn_by_expiry(family: LiveProgramme) -> None:
    mother, father, child = members = enrol(family, 3)
    give(family, mother, 100, "2026-12-31")
    give(family, father, 40, "2026-07-31")
    give(family, father, 40, "2027-01-31")
    give(family, child, 30, "2026-08-31")
    pool_id = make_pool(family, members)
    spent = spend_from_pool(family.id, asked(pool_id, child, 120, order_id="o7"))
    assert shares(spent.parts) == {mother: 50, father: 40, child: 30}
    assert points_of(family, members) == [50, 40, 0]
    assert open_lots_of(family, father) == [(40, "2027-01-31")]
    event = events(family.id, father).items[0]
    assert (event.source, event.event_id) == ("pool", f"pool:r1:{father}")
    assert event.body == {"kind": "redeem", "wallet": "points", "points": 40, "order_id": "o7", "pool": pool_id}
    assert pool(family.id, pool_id).line.balances == {"points": 90}
    assert spending(family.id, "r1") == spent
    assert list_spendings(family.id, pool_id, PageRequest()).items == (spent,)
    roll_up(family.id)
    assert verify_ledger(family.id).divergences == ()
    assert verify_replay(family.id).divergences == ()


def test_at_one_expiry_the_earliest_earned_then_the_lowest_member_pays(family: LiveProgramme, frozen_clock) -> None:
    first, second, third = members = enrol(family, 3)
    give(family, third, 10, "2026-12-31")
    frozen_clock.advance(timedelta(hours=1))
    for member in (second, first):
        give(family, member, 10, "2026-12-31")
    pool_id = make_pool(family, members)
    assert shares(preview_spending(family.id, asked(pool_id, first, 15)).parts) == {first: 5, third: 10}
    assert shares(preview_spending(family.id, asked(pool_id, first, 25)).parts) == {first: 10, second: 5, third: 10}


def test_a_preview_keeps_nothing(family: LiveProgramme) -> None:
    mother, father = members = enrol(family, 2)
    give(family, father, 50)
    pool_id = make_pool(family, members)
    tried = preview_spending(family.id, asked(pool_id, mother, 20))
    assert (tried.before, tried.after, shares(tried.parts)) == (50, 30, {father: 20})
    assert points_of(family, members) == [0, 50]
    with pytest.raises(errors.RedemptionMissing):
        spending(family.id, "r1")


def test_the_same_redemption_twice_is_one(family: LiveProgramme) -> None:
    mother, father = members = enrol(family, 2)
    give(family, father, 50)
    pool_id = make_pool(family, members)
    first = spend_from_pool(family.id, asked(pool_id, mother, 20))
    again = spend_from_pool(family.id, asked(pool_id, mother, 20, actor="someone else"))
    assert (first.repeated, again.repeated, again.parts) == (False, True, first.parts)
    with pytest.raises(errors.RedemptionConflict):
        spend_from_pool(family.id, asked(pool_id, mother, 21))
    assert points_of(family, members) == [0, 30]


def test_not_enough_leaves_everything_as_it_was(family: LiveProgramme) -> None:
    mother, father = members = enrol(family, 2)
    give(family, mother, 10)
    give(family, father, 50)
    pool_id = make_pool(family, members)
    with pytest.raises(InsufficientPoints) as refused:
        spend_from_pool(family.id, asked(pool_id, mother, 61))
    assert refused.value.params == {"wallet": "points", "points": 61, "available": 60}
    assert points_of(family, members) == [10, 50]


def test_points_that_expired_meanwhile_pay_nothing(family: LiveProgramme, frozen_clock) -> None:
    mother, father = members = enrol(family, 2)
    give(family, mother, 10, "2026-06-20")
    give(family, father, 50)
    pool_id = make_pool(family, members)
    frozen_clock.advance(timedelta(days=10))
    spent = spend_from_pool(family.id, asked(pool_id, mother, 20))
    assert shares(spent.parts) == {father: 20}
    assert points_of(family, members) == [0, 30]


def test_rights_and_the_monthly_limit(family: LiveProgramme, frozen_clock) -> None:
    mother, child = members = enrol(family, 2)
    give(family, mother, 500)
    pool_id = make_pool(family, members)
    set_rights(family.id, pool_id, child, Rights(contributes=False, may_spend=False), "anna")
    with pytest.raises(errors.MayNotSpend):
        spend_from_pool(family.id, asked(pool_id, child, 1))
    set_rights(family.id, pool_id, child, Rights(contributes=False, monthly_limit=Decimal(100)), "anna")
    spend_from_pool(family.id, asked(pool_id, child, 70))
    with pytest.raises(errors.SpendingLimitReached) as refused:
        spend_from_pool(family.id, asked(pool_id, child, 31, "r2"))
    assert refused.value.params == {"maximum": "100", "spent": "70", "points": "31"}
    spend_from_pool(family.id, asked(pool_id, child, 30, "r2"))
    spend_from_pool(family.id, asked(pool_id, mother, 31, "r3"))
    frozen_clock.advance(timedelta(days=16))
    spend_from_pool(family.id, asked(pool_id, child, 100, "r4"))


def test_only_those_who_contribute_pay(family: LiveProgramme) -> None:
    mother, father, child = members = enrol(family, 3)
    for member in members:
        give(family, member, 10)
    pool_id = make_pool(family, members)
    set_rights(family.id, pool_id, father, Rights(contributes=False), "anna")
    leave_pool(family.id, pool_id, child, "anna")
    with pytest.raises(InsufficientPoints):
        spend_from_pool(family.id, asked(pool_id, father, 11))
    assert shares(spend_from_pool(family.id, asked(pool_id, father, 10)).parts) == {mother: 10}
    with pytest.raises(errors.NotInPool):
        spend_from_pool(family.id, asked(pool_id, child, 1, "r2"))


def test_the_rules_of_the_wallet_hold_for_the_whole() -> None:
    wallets = document()["wallets"]
    wallets[0] |= {"cash_value": 0.01, "spending": {"minimum": 50, "step": 10, "order_share": 0.5}}
    programme = install_family(wallets=wallets)
    members = enrol(programme, 2)
    for member in members:
        give(programme, member, 45)
    pool_id = make_pool(programme, members)
    for error, points, amount in (
        (errors.SpendingTooSmall, 40, 0),
        (errors.SpendingNotAStep, 55, 0),
        (errors.SpendingAboveShare, 60, 119),
    ):
        with pytest.raises(error):
            spend_from_pool(programme.id, asked(pool_id, members[0], points, amount_minor=amount))
    spent = spend_from_pool(programme.id, asked(pool_id, members[0], 60, amount_minor=120))
    assert shares(spent.parts) == {members[0]: 45, members[1]: 15}


def test_what_cannot_be(family: LiveProgramme) -> None:
    (mother,) = enrol(family, 1)
    pool_id = make_pool(family, [mother])
    with pytest.raises(errors.PoolPointsInvalid):
        spend_from_pool(family.id, asked(pool_id, mother, 0))
    with pytest.raises(errors.PoolsOff):
        spend_from_pool(family.id, NewSpending("r1", pool_id, mother, "growth", 5))
    with pytest.raises(errors.PoolMissing):
        spend_from_pool(family.id, asked(999_999, mother, 5))
