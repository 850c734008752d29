"""Batches of public events: each has its answer, and what is wrong stays alone."""

import pytest

from regulars.domain.intake.operations import accept_events, preview_incoming
from regulars.domain.intake.operations.segment import accept_segment
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.queries import reading_of
from regulars.domain.intake.types.results import Ignored, Rejection
from regulars.domain.ledger.queries import balances, events
from regulars.domain.ledger.types import EventStatus
from regulars.domain.members.models import Member
from regulars.domain.members.queries import find_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

NOON = "2026-06-15T11:00:00+08:00"


def purchase(event_id, **fields):
    own = {"type": "purchase", "id": event_id, "occurred_at": NOON, "member": {"card": "1"}, "order_id": event_id}
    return own | {"amount": 10} | fields


def statuses(answers):
    return ["rejected" if isinstance(answer, Rejection) else answer.status.value for answer in answers]


def codes(answer):
    return [problem.code for problem in answer.problems]


def test_what_is_wrong_with_one_event_is_not_wrong_with_the_others(minimal):
    answers = accept_events(
        minimal.id,
        "api",
        [
            purchase("1"),
            purchase("2", amount="x"),
            purchase("3", member={"mobile": "12"}),
            purchase("4", member={"card": "2"}, enrol=False),
            None,
            purchase("5"),
        ],
    )
    assert statuses(answers) == ["accepted", "rejected", "rejected", "rejected", "rejected", "accepted"]
    assert [codes(answer) for answer in answers[1:5]] == [
        ["number_expected"],
        ["identifier_invalid"],
        ["member_not_found"],
        ["object_expected"],
    ]
    assert answers[2].problems[0].field == "member.mobile"
    member = find_member(minimal.id, "1")
    assert balances(minimal.id, member.id)[0].available == 20
    assert Member.objects.count() == 1


def test_an_event_sent_again_is_answered_again(minimal):
    first = accept_events(minimal.id, "api", [purchase("1")])
    again = accept_events(minimal.id, "api", [purchase("1"), purchase("1", amount=11), purchase("2"), purchase("2")])
    assert statuses(again) == ["duplicate", "conflict", "accepted", "duplicate"]
    assert (again[0].points, again[0].seq) == (first[0].points, first[0].seq)


def test_sources_have_ids_of_their_own(minimal):
    answers = accept_events(minimal.id, "api", [purchase("1"), purchase("1", source="till")])
    assert statuses(answers) == ["accepted", "accepted"]


def test_a_profile_enrols_a_newcomer_and_is_kept(minimal):
    profile = {"type": "profile", "id": "p", "occurred_at": NOON, "member": {"email": "li@example.com", "device": "d"}}
    answers = accept_events(minimal.id, "api", [profile | {"name": "李伟", "birth_month": 5}])
    assert statuses(answers) == ["accepted"]
    member = find_member(minimal.id, "d")
    assert (member.name, member.birth_month) == ("李伟", 5)
    kinds = [(event.event_id, event.kind) for event in events(minimal.id, member.id).items]
    assert sorted(kinds) == [("p", "profile"), ("p#enrol", "enrol")]
    assert statuses(accept_events(minimal.id, "api", [profile | {"name": "李伟", "birth_month": 5}])) == ["duplicate"]


def test_a_repeated_profile_does_not_bring_an_old_name_back(minimal):
    first = {"type": "profile", "id": "a", "occurred_at": NOON, "member": {"card": "1"}, "name": "Old"}
    second = first | {"id": "b", "name": "New", "occurred_at": "2026-06-15T11:30:00+08:00"}
    accept_events(minimal.id, "api", [first, second])
    accept_events(minimal.id, "api", [first])
    assert find_member(minimal.id, "1").name == "New"


def test_a_refusal_of_the_programme_is_an_answer(minimal):
    accept_events(minimal.id, "api", [purchase("1")])
    redeem = {"type": "redeem", "id": "r", "occurred_at": NOON, "member": {"card": "1"}, "points": 11}
    answer = accept_events(minimal.id, "api", [redeem])[0]
    assert (answer.status, answer.code) == (EventStatus.REFUSED, "insufficient_points")


def test_an_earlier_event_moves_the_enrolment_back(minimal):
    accept_events(minimal.id, "api", [purchase("1")])
    accept_events(minimal.id, "api", [purchase("2", occurred_at="2026-06-01T11:00:00+08:00")])
    assert find_member(minimal.id, "1").enrolled_at.isoformat() == "2026-06-01T03:00:00+00:00"


def test_a_preview_keeps_nothing(minimal):
    reading = reading_of(minimal.id)
    answers = preview_incoming(reading, [read_event(purchase("1"), reading, "api")])
    assert (statuses(answers), answers[0].points) == (["accepted"], {"points": 10})
    assert Member.objects.count() == 0


def test_nothing_but_rejections_is_an_answer_too(minimal):
    assert statuses(accept_events(minimal.id, "api", [None, {}])) == ["rejected", "rejected"]
    assert accept_events(minimal.id, "api", []) == []


def test_a_visitor_becomes_a_member_by_identifying(minimal):
    page = {"type": "page", "anonymousId": "visitor", "timestamp": "2026-06-15T03:00:00Z"}
    identify = {"type": "identify", "anonymousId": "visitor", "userId": "u1", "timestamp": "2026-06-15T03:00:00Z"}
    answers = accept_segment(
        minimal.id,
        [
            page | {"messageId": "1"},
            identify | {"messageId": "2"},
            page | {"messageId": "3"},
            {"type": "group", "messageId": "4"},
            {"type": "track", "messageId": "5"},
        ],
    )
    kinds = [type(answer).__name__ for answer in answers]
    assert kinds == ["Ignored", "EventResult", "EventResult", "Ignored", "Rejection"]


def test_a_visitor_alone_is_ignored(minimal):
    page = {"type": "page", "messageId": "1", "anonymousId": "visitor", "timestamp": "2026-06-15T03:00:00Z"}
    assert accept_segment(minimal.id, [page]) == [Ignored("anonymous_visitor", "1")]
    assert Member.objects.count() == 0
