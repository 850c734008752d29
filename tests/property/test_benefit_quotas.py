"""Whatever members and tills do in whatever order: uses never exceed a quota, and what is taken back comes again."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.benefits.errors import (
    BenefitNotHeld,
    BenefitUsedUp,
    GrantOver,
    UseConflict,
    UseMissing,
    UseReturned,
)
from regulars.domain.benefits.operations import (
    give_benefit,
    grant_benefit,
    return_use,
    tell_logs,
    withdraw_benefit,
)
from regulars.domain.benefits.queries import list_uses, member_benefits
from regulars.domain.benefits.types import NewGrant, NewUse, UseFilter
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform import clock, outbox
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import install_benefits, rise, use
from tests.families import enrol
from tests.integration.pools.conftest import make_pool

CAREFUL = settings(deadline=None, max_examples=8, print_blob=True, suppress_health_check=list(HealthCheck))
START = datetime(2026, 6, 15, 4, tzinfo=UTC)
REFUSALS = (BenefitNotHeld, BenefitUsedUp, UseConflict, UseMissing, UseReturned, GrantOver)

steps = st.one_of(
    st.tuples(st.just("use"), st.integers(0, 2), st.sampled_from(["coupon", "delivery", "sorry"]), st.integers(0, 11)),
    st.tuples(st.just("take_back"), st.integers(0, 11)),
    st.tuples(st.just("give"), st.integers(0, 2), st.integers(0, 2), st.integers(0, 4)),
    st.tuples(st.just("grant"), st.integers(0, 2), st.integers(1, 2), st.integers(0, 3)),
    st.tuples(st.just("withdraw"), st.integers(1, 4)),
    st.tuples(st.just("rise"), st.integers(0, 2), st.sampled_from(["silver", "gold"])),
    st.tuples(st.just("wait"), st.sampled_from([1, 26, 24 * 8, 24 * 20])),
    st.just(("tell",)),
)


class _Story:
    """A family of three, and what they did; each step may be refused, and then changes nothing."""

    def __init__(self) -> None:
        self.now = START
        self.programme: LiveProgramme = install_benefits()
        self.members = enrol(self.programme, 3)
        make_pool(self.programme, self.members)
        self.grants: list[int] = []

    def take(self, step: tuple[Any, ...]) -> None:
        """Take one step."""
        with clock.set_to(self.now):
            try:
                getattr(self, step[0])(*step[1:])
            except REFUSALS:
                pass
            except DomainError as error:
                if error.code not in ("benefit_gift_to_oneself", "benefit_not_giftable", "benefit_grant_conflict"):
                    raise

    def use(self, who: int, benefit: str, name: int) -> None:
        """Use a benefit under one of a few names, so that some come twice."""
        use(self.programme, self.members[who], benefit, f"u{name}")

    def take_back(self, name: int) -> None:
        """Take a use back."""
        return_use(self.programme.id, f"u{name}", "why", "anna")

    def give(self, who: int, other: int, name: int) -> None:
        """Give a coupon."""
        asked = NewUse(f"gift{name}", self.members[who], "coupon", "portal")
        self.grants.append(give_benefit(self.programme.id, asked, self.members[other]).id)

    def grant(self, who: int, quota: int, name: int) -> None:
        """Grant by hand."""
        asked = NewGrant(f"g{name}", self.members[who], "sorry", "late", "anna", quota)
        self.grants.append(grant_benefit(self.programme.id, asked).id)

    def withdraw(self, place: int) -> None:
        """Withdraw one of the last grants."""
        if place <= len(self.grants):
            withdraw_benefit(self.programme.id, self.grants[-place], "mistake", "anna")

    def rise(self, who: int, tier: str) -> None:
        """Lift somebody to a tier."""
        rise(self.programme, self.members[who], tier)

    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)

    def tell(self) -> None:
        """Let the outbox be emptied."""
        outbox.deliver(f"programme {self.programme.id}")
        tell_logs(self.programme.id)

    def check(self) -> None:
        """What always holds."""
        with clock.set_to(self.now):
            uses = list_uses(self.programme.id, PageRequest(limit=200), UseFilter(with_returned=False)).items
            by_allotment: dict[tuple[int, str], int] = defaultdict(int)
            for one in uses:
                by_allotment[one.holder, one.key] += 1
            for member in self.members:
                for one in member_benefits(self.programme.id, member):
                    used = by_allotment[one.holder, one.key]
                    assert one.used == used
                    assert one.left == (None if one.quota is None else max(one.quota - used, 0))
                    assert one.quota is None or used <= MOST[one.benefit.id]


MOST = {"coupon": 5, "delivery": 2, "sorry": 2, "pack": 1, "cake": 1, "rescue": 1, "jubilee": 1}
"""The largest quota that any tier has of each benefit, or a grant gives."""


@pytest.mark.django_db
@CAREFUL
@given(st.lists(steps, max_size=20))
def test_uses_never_exceed_what_there_is(taken: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        tell(taken)
        transaction.set_rollback(True)


def tell(taken: list[tuple[Any, ...]]) -> None:
    """Live a story, look at it after each step, and let its ledger be proven."""
    with clock.set_to(START):
        story = _Story()
    for step in taken:
        story.take(step)
        story.check()
    story.take(("tell",))
    programme_id = story.programme.id
    assert verify_ledger(programme_id).divergences == () == verify_replay(programme_id).divergences
