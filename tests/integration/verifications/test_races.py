"""Several tills at the same moment: one use is one, and no quota is overdrawn."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable

import pytest

from regulars.domain.benefits.operations import grant_benefit
from regulars.domain.benefits.queries import list_uses
from regulars.domain.benefits.types import NewGrant, Place
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.errors import CodeReturned
from regulars.domain.verifications.operations import code_of_grant, look_up, reverse
from regulars.domain.verifications.queries import list_code_keys, list_verifications
from regulars.domain.verifications.types.verifying import NewReversal
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import install_benefits
from tests.counter import check_in, fresh, showing
from tests.families import enrol
from tests.integration.ledger.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)

TILLS = 12


@pytest.fixture
def programme(transactional_db: None) -> LiveProgramme:
    """The programme, committed."""
    return install_benefits()


def told(deed: Callable[[], object], answers: list[str]) -> Callable[[], None]:
    """A job that notes what came of a deed."""

    def run() -> None:
        try:
            deed()
        except DomainError as error:
            answers.append(error.code)
        else:
            answers.append("done")

    return run


def at(number: int) -> Place:
    """A till of the store."""
    return Place("store", "S1", f"T{number}")


def test_one_code_at_many_tills_is_used_once(programme: LiveProgramme) -> None:
    member = enrol(programme, 1)[0]
    code, answers = fresh(programme, member), []
    together(
        [
            told(lambda n=n: check_in(programme, code, "parking", f"r{n}", place=at(n), who=f"key {n}"), answers)
            for n in range(TILLS)
        ]
    )
    assert Counter(answers) == {"done": 1, "code_used": TILLS - 1}
    assert len(list_uses(programme.id, PageRequest()).items) == 1
    assert len(list_verifications(programme.id, PageRequest()).items) == 1


def test_many_codes_do_not_overdraw_a_quota(programme: LiveProgramme) -> None:
    member, answers = enrol(programme, 1)[0], []
    codes = [fresh(programme, member) for _ in range(TILLS)]
    together(
        [
            told(lambda n=n: check_in(programme, codes[n], "delivery", f"r{n}", place=at(n)), answers)
            for n in range(TILLS)
        ]
    )
    assert Counter(answers) == {"done": 2, "benefit_used_up": TILLS - 2}
    assert len(list_verifications(programme.id, PageRequest()).items) == 2


def test_one_request_sent_many_times_at_once_is_one(programme: LiveProgramme) -> None:
    member = enrol(programme, 1)[0]
    code, repeated = fresh(programme, member), []
    together([lambda: repeated.append(check_in(programme, code, "parking").repeated)] * TILLS)
    assert sorted(repeated) == [False] + [True] * (TILLS - 1)


def test_one_voucher_at_many_tills_is_used_once(programme: LiveProgramme) -> None:
    member, answers = enrol(programme, 1)[0], []
    granted = grant_benefit(programme.id, NewGrant("g", member, "sorry", "late", "anna"))
    code = code_of_grant(programme.id, granted.id, "anna").code
    together(
        [told(lambda n=n: check_in(programme, code, request_id=f"r{n}", place=at(n)), answers) for n in range(TILLS)]
    )
    assert Counter(answers) == {"done": 1, "benefit_used_up": TILLS - 1}


def test_looking_up_undoing_and_using_in_each_others_way(programme: LiveProgramme) -> None:
    member, answers = enrol(programme, 1)[0], []
    code = fresh(programme, member)
    made = check_in(programme, code, "coupon")
    deeds: list[Callable[[], object]] = [
        lambda: reverse(programme.id, NewReversal(made.id, "wrong", "anna")),
        lambda: look_up(programme.id, showing(code)),
        lambda: check_in(programme, fresh(programme, member), "coupon", secrets.token_hex(8)),
    ]
    together([told(deed, answers) for deed in deeds * 4])
    assert set(answers) <= {"done", "verification_reversed", "code_used", CodeReturned.code, "benefit_used_up"}
    kept = list_verifications(programme.id, PageRequest()).items
    assert sum(one.reversed_at is None for one in kept) <= 1
    standing = [one for one in list_uses(programme.id, PageRequest()).items if one.returned_at is None]
    assert len(standing) == sum(one.reversed_at is None for one in kept)


def test_the_first_key_is_made_once(programme: LiveProgramme) -> None:
    members = enrol(programme, 8)
    together([lambda member=member: fresh(programme, member) for member in members])
    assert [one.number for one in list_code_keys(programme.id)] == [1]
