"""Finding and listing members."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import find_member, find_member_by, member, member_views, search_members
from regulars.domain.members.types import (
    Arrival,
    Disclosure,
    IdentifierKind,
    Identity,
    MemberFilter,
    MemberState,
    Profile,
    Told,
)
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest

pytestmark = pytest.mark.django_db

AT = 1_780_000_000_000_000


def enrol(programme, count):
    people = [Arrival(Identity(card=f"C{number}", mobile=f"138{number:08d}"), AT + number) for number in range(count)]
    return [answer.member_id for answer in identify_members(programme.id, people)]


@pytest.mark.parametrize("written", ["c0", "C-0", "138 0000 0000", "+86 13800000000", "１３８００００００００"])
def test_a_member_is_found_by_any_identifier(minimal, written):
    member_id = enrol(minimal, 2)[0]
    assert find_member(minimal.id, written).id == member_id


@pytest.mark.parametrize("written", ["", "nobody", "\x00", "x" * 500, "13899999999"])
def test_nobody_is_found_by_another_text(minimal, written):
    enrol(minimal, 1)
    with pytest.raises(MemberMissing):
        find_member(minimal.id, written)


def test_the_kind_may_be_given(minimal):
    member_id = identify_members(minimal.id, [Arrival(Identity(external_id="7"), AT), Arrival(Identity(card="7"), AT)])
    external, card = (answer.member_id for answer in member_id)
    assert find_member(minimal.id, "7").id == card
    assert find_member_by(minimal.id, IdentifierKind.EXTERNAL_ID, "7").id == external
    with pytest.raises(MemberMissing):
        find_member_by(minimal.id, IdentifierKind.MOBILE, "7")


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_impossible_numbers_are_nobody(minimal, number):
    with pytest.raises(MemberMissing):
        member(minimal.id, number)


def test_masked_members_show_no_personal_data(minimal):
    member_id = enrol(minimal, 1)[0]
    profile = Profile(name="李伟", birth_month=5, language="zh", attributes={"size": "L"})
    record_profiles(minimal.id, [Told(member_id, AT, profile)])
    full, masked = (member(minimal.id, member_id, disclosure) for disclosure in Disclosure)
    assert [(one.kind.value, one.value) for one in full.identifiers] == [("card", "C0"), ("mobile", "+8613800000000")]
    assert (full.name, full.birth_month, full.attributes) == ("李伟", 5, {"size": "L"})
    assert [(one.kind.value, one.value) for one in masked.identifiers] == [("card", "**"), ("mobile", "********0000")]
    assert (masked.name, masked.birth_month, masked.attributes) == ("李**", None, {})


def test_pages_hold_all_members_once(minimal):
    ids = enrol(minimal, 7)
    seen, cursor = [], None
    while True:
        page = search_members(minimal.id, PageRequest(cursor, 3))
        seen += [view.id for view in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted(ids, reverse=True)


def test_lists_are_narrowed(minimal):
    ids = enrol(minimal, 4)

    def found(**criteria):
        return [view.id for view in search_members(minimal.id, PageRequest(), MemberFilter(**criteria)).items]

    assert found(identifier="c2") == [ids[2]]
    assert found(identifier="nobody") == []
    assert found(enrolled_from=from_us(AT + 2)) == [ids[3], ids[2]]
    assert found(enrolled_before=from_us(AT) + timedelta(microseconds=1)) == [ids[0]]
    assert found(state=MemberState.CLOSED) == []
    assert found(birth_month=5) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_any_number(minimal, count):
    ids = enrol(minimal, count)
    with CaptureQueriesContext(connection) as queries:
        search_members(minimal.id, PageRequest())
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert [view.id for view in member_views(minimal.id, ids)] == ids
    assert len(queries) == 2
