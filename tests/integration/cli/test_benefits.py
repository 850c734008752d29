"""Benefits at the command line."""

import pytest

from tests.benefits import install_benefits
from tests.families import enrol


@pytest.fixture
def programme(db, frozen_clock):
    return install_benefits()


@pytest.fixture
def members(programme):
    return [f"#{number}" for number in enrol(programme, 2)]


def test_the_library_and_the_tiers_are_shown(programme, regulars):
    out = regulars("benefits", "list")[1]
    assert "5 to 8 CNY off, on orders of 40 CNY or more" in out
    out = regulars("benefits", "tiers")[1]
    assert out.splitlines()[0].split() == ["benefit", "base", "silver", "gold"]
    assert "8 CNY off, on orders of 40 CNY or more · 5 times a month" in out


def test_a_benefit_is_used_and_taken_back(members, regulars):
    member, _ = members
    code, out, _ = regulars("benefits", "use", member, "delivery", "--place", "app", "--id", "u1", "--order", "A-1")
    assert (code, out) == (0, f"delivery is used by member {member[1:]} (use u1, 2026-06-15 04:00Z)\n")
    assert (
        "was used before"
        in regulars("benefits", "use", member, "delivery", "--place", "app", "--id", "u1", "--order", "A-1")[1]
    )
    assert "1/2" in regulars("benefits", "show", member)[1]
    assert regulars("benefits", "costs", "2026-06-01", "2026-07-01")[1].splitlines()[1].split() == [
        *("delivery", "1", "1", "2.00"),
    ]
    assert regulars("benefits", "return", "u1", "--reason", "cancelled")[1] == "use u1 of delivery is taken back\n"
    assert regulars("benefits", "tell")[1] == "2 told\n"
    code, _, err = regulars("benefits", "use", member, "manager")
    assert (code, "not used up at a counter" in err) == (1, True)


def test_grants_gifts_and_choices(members, regulars):
    member, friend = members
    out = regulars("benefits", "grant", member, "sorry", "--reason", "late", "--quota", "2", "--id", "g1")[1]
    number = out.split()[1].rstrip(":")
    assert out == f"grant {number}: 2 x sorry for member {member[1:]}, until 2026-08-14 04:00Z\n"
    handed = regulars("benefits", "code", number)[1]
    assert (len(handed.strip()), regulars("benefits", "code", number)[1]) == (19, handed)
    assert regulars("benefits", "withdraw-code", number)[1] == f"the code of grant {number} is withdrawn\n"
    assert regulars("benefits", "withdraw-code", number)[0] == 1
    assert regulars("benefits", "withdraw", number, "--reason", "mistake")[1] == f"grant {number} is withdrawn\n"
    assert f"coupon for member {friend[1:]}" in regulars("benefits", "give", member, "coupon", friend)[1]
    assert regulars("benefits", "choose", member, "picks", "book")[1] == "choice picks: book, until 2026-07-01\n"
    assert "choice picks: book; 0 of 1 may still be taken" in regulars("benefits", "show", member)[1]
