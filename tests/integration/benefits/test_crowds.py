"""Many who use benefits at once: never more than the quota, never a use twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from regulars.domain.benefits.errors import BenefitUsedUp, UseReturned
from regulars.domain.benefits.operations import return_use, tell_logs
from regulars.domain.benefits.queries import list_uses
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger
from regulars.platform.paging import PageRequest
from tests.benefits import held, install_benefits, use
from tests.families import enrol
from tests.integration.ledger.test_races import together
from tests.integration.pools.conftest import make_pool

pytestmark = pytest.mark.django_db(transaction=True)

TILLS = 12


def trying(programme: LiveProgramme, member: int, names: list[str], done: Counter[str]) -> Callable[[], None]:
    """A till that uses a delivery of a member under each name."""

    def job() -> None:
        for name in names:
            try:
                done["again" if use(programme, member, "delivery", name).repeated else "used"] += 1
            except BenefitUsedUp:
                done["refused"] += 1

    return job


def test_two_tills_never_use_more_than_there_is(transactional_db: None) -> None:
    programme = install_benefits()
    (member,) = enrol(programme, 1)
    done: Counter[str] = Counter()
    together([trying(programme, member, [f"till-{till}"], done) for till in range(TILLS)])
    assert done == {"used": 2, "refused": TILLS - 2}
    assert held(programme, member)["delivery"].left == 0
    slots = list_uses(programme.id, PageRequest()).items
    assert len(slots) == 2


def test_the_same_use_from_many_tills_is_one(transactional_db: None) -> None:
    programme = install_benefits()
    (member,) = enrol(programme, 1)
    done: Counter[str] = Counter()
    together([trying(programme, member, ["the-one"], done) for _ in range(TILLS)])
    assert done == {"used": 1, "again": TILLS - 1}


def test_members_do_not_hinder_each_other(transactional_db: None) -> None:
    programme = install_benefits()
    members = enrol(programme, TILLS)
    done: Counter[str] = Counter()
    together([trying(programme, member, [f"a{member}", f"b{member}", f"c{member}"], done) for member in members])
    assert done == {"used": 2 * TILLS, "refused": TILLS}
    assert tell_logs(programme.id) == 2 * TILLS
    assert verify_ledger(programme.id).divergences == ()


def test_a_family_in_any_order_uses_what_it_has_together(transactional_db: None) -> None:
    programme = install_benefits()
    members = enrol(programme, 3)
    make_pool(programme, members)
    done: Counter[str] = Counter()
    order = [members[place % 3] for place in range(TILLS)]
    together([trying(programme, member, [f"t{place}"], done) for place, member in enumerate(order)])
    assert done == {"used": 6, "refused": TILLS - 6}


def test_a_use_is_taken_back_once(transactional_db: None) -> None:
    programme = install_benefits()
    (member,) = enrol(programme, 1)
    use(programme, member, "delivery", "u1")
    done: Counter[str] = Counter()

    def back() -> None:
        try:
            return_use(programme.id, "u1", "why", "anna")
            done["back"] += 1
        except UseReturned:
            done["refused"] += 1

    together([back] * TILLS)
    assert done == {"back": 1, "refused": TILLS - 1}
    assert held(programme, member)["delivery"].left == 2
