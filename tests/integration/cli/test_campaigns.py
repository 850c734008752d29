"""Campaigns at the command line."""

import pytest

from regulars.domain.segments.operations import make_segment, take_list
from regulars.domain.segments.types import Kind, NewSegment
from tests.benefits import install_benefits
from tests.families import enrol


@pytest.fixture
def members(db, frozen_clock):
    programme = install_benefits()
    found = enrol(programme, 3)
    make_segment(programme.id, NewSegment("waited", "Waited", "", Kind.STATIC, "", "ann"))
    take_list(programme.id, "waited", "\n".join(f"#{one}" for one in found[:2]), "ann")
    return found


def test_a_benefit_is_granted_to_a_segment_and_taken_back(members, regulars):
    first, second, _ = members
    out = regulars("benefits", "campaigns", "preview", "waited", "sorry", "--quota", "2")[1]
    assert out.splitlines() == [f"2 members, among them {first}, {second}", "at most ¥8.00"]
    asked = ("benefits", "campaigns", "start", "waited", "sorry", "--reason", "late", "--id", "spring")
    assert regulars(*asked)[1] == "spring: done; 2 members meant; 2 granted\n"
    assert regulars(*asked)[1] == "spring: done; 2 members meant; 2 granted\n"
    again = ("--id", "autumn", "--spare-holders", "--until", "2026-07-01")
    assert regulars(*asked[:-2], *again)[1] == "autumn: done; 2 members meant; 2 had\n"
    shown = regulars("benefits", "campaigns", "show", "autumn")[1].splitlines()
    assert [line.split() for line in shown[1:]] == [["member", "why", "not"], [str(first), "had"], [str(second), "had"]]
    assert regulars("benefits", "campaigns", "run", "spring")[1] == "spring: done; 2 members meant; 2 granted\n"
    listed = regulars("benefits", "campaigns", "list")[1].splitlines()
    assert [line.split()[0] for line in listed] == ["campaign", "autumn", "spring"]
    withdrawn = regulars("benefits", "campaigns", "withdraw", "spring", "--reason", "a mistake")[1]
    assert withdrawn == "spring: withdrawn; 2 members meant; 2 withdrawn\n"
    code, _, err = regulars("benefits", "campaigns", "run", "spring")
    assert (code, "was withdrawn" in err) == (1, True)
