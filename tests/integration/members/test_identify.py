"""From identities to members."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from regulars.domain.members.models import Identifier, Member
from regulars.domain.members.operations import identify_members, record_profiles, resolve_members
from regulars.domain.members.queries import member
from regulars.domain.members.types import Arrival, Identified, Identity, Profile, Told, Unidentified
from regulars.platform.clock import to_us

pytestmark = pytest.mark.django_db

AT = 1_780_000_000_000_000


def arrivals(*identities, at=AT):
    return [Arrival(identity, at) for identity in identities]


def identify(programme, *identities, at=AT):
    return identify_members(programme.id, arrivals(*identities, at=at))


def test_an_unknown_identity_enrols_once(minimal):
    first = identify(minimal, Identity(mobile="138 0013 8000", card="A-1"))
    again = identify(minimal, Identity(mobile="+8613800138000"), Identity(card="a1"), at=AT + 1)
    assert first == [Identified(first[0].member_id, AT, enrolled=True)]
    assert again == [Identified(first[0].member_id, AT, enrolled=False)] * 2


def test_later_arrivals_of_a_call_rely_on_earlier_ones(minimal):
    answers = identify(
        minimal,
        Identity(external_id="u", mobile="13800138000"),
        Identity(mobile="13800138000", card="1"),
        Identity(card="1"),
    )
    assert [answer.enrolled for answer in answers] == [True, False, False]
    assert len({answer.member_id for answer in answers}) == 1
    assert sorted(Identifier.objects.values_list("kind", flat=True)) == ["card", "external_id", "mobile"]


def test_a_new_identifier_beside_a_known_one_is_attached(minimal):
    known = identify(minimal, Identity(card="1"))[0]
    identify(minimal, Identity(card="1", email="Li@example.com"))
    assert resolve_members(minimal.id, [Identity(email="li@EXAMPLE.com")], [False]) == [known.member_id]


def test_identifiers_of_two_members_are_a_conflict_for_their_event_only(minimal):
    one, two = identify(minimal, Identity(card="1"), Identity(mobile="13800138000"))
    answers = identify(minimal, Identity(card="1", mobile="13800138000"), Identity(card="1"))
    assert answers == [
        Unidentified("identity_conflict", {"kinds": "card, mobile"}, (one.member_id, two.member_id)),
        Identified(one.member_id, AT, enrolled=False),
    ]
    assert one.member_id != two.member_id


def test_who_may_not_enrol_is_not_found(minimal):
    assert identify_members(minimal.id, [Arrival(Identity(card="1"), None)]) == [
        Unidentified("member_not_found", {"kinds": "card"})
    ]
    assert resolve_members(minimal.id, [Identity(card="1")], [False]) == [None]
    assert Member.objects.count() == 0


@pytest.mark.parametrize(
    ("identity", "code"),
    [(Identity(mobile="12"), "identifier_invalid"), (Identity(), "identifier_missing")],
)
def test_an_identity_that_cannot_be_is_refused(minimal, identity, code):
    assert [answer.code for answer in identify(minimal, identity)] == [code]


def test_a_member_who_left_takes_nothing_in(minimal):
    known = identify(minimal, Identity(card="1"))[0]
    Member.objects.filter(pk=known.member_id).update(state="closed")
    assert identify(minimal, Identity(card="1", email="x@example.com")) == [Unidentified("member_closed", {})]
    assert Identifier.objects.count() == 1


def test_programmes_do_not_share_members(minimal, club):
    one = identify(minimal, Identity(card="1"))[0]
    two = identify(club, Identity(card="1"))[0]
    assert one.member_id != two.member_id


def test_nothing_readable_is_stored(minimal):
    identify(minimal, Identity(mobile="13800138000", email="li@example.com"))
    stored = b"".join(bytes(row.value) + bytes(row.blind_index) for row in Identifier.objects.all())
    assert b"13800138000" not in stored
    assert b"example" not in stored


@pytest.mark.parametrize("count", [10, 5_000])
def test_statements_do_not_grow_with_the_batch(minimal, count):
    identities = [Identity(card=str(number), mobile=f"138{number:08d}") for number in range(count)]
    for expected_new in (True, False):
        with CaptureQueriesContext(connection) as queries:
            answers = identify(minimal, *identities)
        assert {answer.enrolled for answer in answers} == {expected_new}
        assert len(queries) <= 8
    assert Member.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_agree_on_one_member(minimal):
    barrier = threading.Barrier(4)
    found = []

    def arrive(number):
        try:
            barrier.wait()
            people = [Identity(card=f"{person}", device=f"{number}-{person}") for person in range(50)]
            found.append([answer.member_id for answer in identify(minimal, *(people if number % 2 else people[::-1]))])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=arrive, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({frozenset(members) for members in found}) == 1
    assert Member.objects.count() == 50
    assert Identifier.objects.count() == 250


def test_the_latest_word_stands_whatever_came_first(minimal):
    member_id = identify(minimal, Identity(card="1"))[0].member_id
    late = Told(member_id, AT + 10, Profile(name="Wei", birth_month=5, attributes={"size": "L"}))
    early = Told(member_id, AT - 10, Profile(name="Old", language="en", attributes={"size": "M", "shop": "S1"}))
    record_profiles(minimal.id, [late])
    record_profiles(minimal.id, [early])
    view = member(minimal.id, member_id)
    assert (view.name, view.birth_month, view.language) == ("Wei", 5, "en")
    assert view.attributes == {"size": "L", "shop": "S1"}
    assert to_us(view.enrolled_at) == AT - 10
