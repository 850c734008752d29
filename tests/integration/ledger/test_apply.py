"""The write door: what comes in, what is answered, what is kept."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from regulars.domain.ledger.models import Account, Event, EventKey, Journal, Lot, MemberState, Posting
from regulars.domain.ledger.operations import apply_batch, apply_events_isolated, preview_batch
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.programmes.errors import ProgrammeMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.stories import grant, purchase, redeem, refund

pytestmark = pytest.mark.django_db

KEPT = (Account, Event, EventKey, Journal, Lot, Posting)


def kept() -> list[int]:
    """How many rows each table of the ledger holds."""
    return [model.objects.count() for model in KEPT]


def statuses(answers: list[EventResult]) -> list[str]:
    """The statuses of some answers."""
    return [answer.status.value for answer in answers]


def test_a_purchase_earns_and_says_so(story: LiveProgramme) -> None:
    (answer,) = apply_batch(story.id, [purchase(7, 1, 0, 600)])
    assert answer == EventResult(
        status=EventStatus.ACCEPTED,
        member_id=7,
        seq=1,
        points={"points": 600, "growth": 10},
        balances={"points": 600, "growth": 10},
        tier="silver",
        tier_before="base",
    )
    assert answer.trace_id == "7-1"


def test_answers_come_in_input_order(story: LiveProgramme) -> None:
    events = [purchase(3, 1, 2, 10), purchase(1, 2, 1, 20), purchase(3, 3, 1, 30), purchase(2, 4, 0, 40)]
    answers = apply_batch(story.id, events)
    assert [(answer.member_id, answer.seq, answer.points["points"]) for answer in answers] == [
        (3, 2, 10),
        (1, 1, 20),
        (3, 1, 30),
        (2, 1, 40),
    ]


def test_nothing_in_nothing_out(story: LiveProgramme) -> None:
    assert apply_batch(story.id, []) == []
    assert kept() == [0] * len(KEPT)


def test_an_unknown_programme_is_refused() -> None:
    with pytest.raises(ProgrammeMissing):
        apply_batch(999, [purchase(1, 1, 0, 10)])


def test_gold_earns_double_and_the_third_visit_gives_a_goal(story: LiveProgramme) -> None:
    answers = apply_batch(story.id, [purchase(1, 1, 0, 1000), purchase(1, 2, 1, 100), purchase(1, 3, 2, 100)])
    assert [answer.points["points"] for answer in answers] == [1000, 200, 250]
    assert [answer.goals for answer in answers] == [(), (), ("third_visit",)]
    assert {answer.balances["points"] for answer in answers} == {1450}


def test_a_refused_redemption_leaves_no_trace(story: LiveProgramme) -> None:
    events = [purchase(1, 1, 0, 100), redeem(1, 2, 1, 101), purchase(1, 3, 2, 50), redeem(1, 4, 3, 10, "growth")]
    answers = apply_batch(story.id, events)
    assert statuses(answers) == ["accepted", "refused", "accepted", "refused"]
    assert (answers[1].code, answers[1].seq) == ("insufficient_points", 0)
    assert answers[1].params == {"wallet": "points", "points": 101, "available": 150}
    assert answers[3].code == "status_wallet"
    assert list(Event.objects.values_list("log_seq", "event_id").order_by("log_seq")) == [(1, "p1"), (2, "p3")]
    assert set(Lot.objects.values_list("source_seq", flat=True)) == {1, 2}
    assert not EventKey.objects.filter(event_id__in=["d2", "d4"]).exists()
    assert verify_replay(story.id).holds


def test_a_refused_event_may_be_sent_again(story: LiveProgramme) -> None:
    assert statuses(apply_batch(story.id, [redeem(1, 1, 5, 40)])) == ["refused"]
    apply_batch(story.id, [purchase(1, 2, 1, 100)])
    assert statuses(apply_batch(story.id, [redeem(1, 1, 5, 40)])) == ["accepted"]


def test_a_duplicate_gets_the_first_answer(story: LiveProgramme) -> None:
    events = [purchase(1, 1, 0, 1000), purchase(2, 2, 0, 30), redeem(1, 3, 1, 30)]
    first = apply_batch(story.id, events)
    apply_batch(story.id, [purchase(1, 4, 5, 500), grant(2, 5, 6, 7)])
    before = kept()
    again = apply_batch(story.id, events)
    assert statuses(again) == ["duplicate"] * 3
    for one, other in zip(first, again, strict=True):
        assert (one.points, one.balances, one.goals) == (other.points, other.balances, other.goals)
        assert (one.tier, one.tier_before, one.trace_id) == (other.tier, other.tier_before, other.trace_id)
    assert kept() == before


def test_duplicates_within_one_batch(story: LiveProgramme) -> None:
    answers = apply_batch(story.id, [purchase(1, 1, 0, 10), purchase(1, 1, 0, 10), purchase(1, 1, 0, 11)])
    assert statuses(answers) == ["accepted", "duplicate", "conflict"]
    assert answers[1].points == answers[0].points
    assert Event.objects.count() == 1


def test_other_content_under_the_same_key_is_a_conflict(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 10)])
    other_amount, other_time, other_member = purchase(1, 1, 0, 11), purchase(1, 1, 1, 10), purchase(2, 1, 0, 10)
    answers = apply_batch(story.id, [other_amount, other_time, other_member, purchase(1, 2, 2, 5)])
    assert statuses(answers) == ["conflict"] * 3 + ["accepted"]
    assert answers[0].code == "event_conflict"
    assert answers[0].params == {"source": "shop", "event_id": "p1", "first": 1}


def test_the_same_id_from_another_source_is_another_event(story: LiveProgramme) -> None:
    event = purchase(1, 1, 0, 10)
    answers = apply_batch(story.id, [event, event._replace(source="web", body={**event.body, "order_id": "w1"})])
    assert statuses(answers) == ["accepted", "accepted"]


def test_the_order_of_a_bodys_keys_does_not_matter(story: LiveProgramme) -> None:
    event = purchase(1, 1, 0, 10)
    apply_batch(story.id, [event])
    assert statuses(apply_batch(story.id, [event._replace(body=dict(reversed(event.body.items())))])) == ["duplicate"]


def test_text_of_all_kinds_is_kept_as_it_is(story: LiveProgramme) -> None:
    name = 'quote " backslash \\ brace {} comma , 中文 \t\n NULL %s'
    event = NewEvent(name, name, 1, 0, {"kind": "activity", "name": "visit", "store": name})
    apply_batch(story.id, [event._replace(occurred_at=purchase(1, 1, 0, 1).occurred_at)])
    kept_event = Event.objects.get()
    assert (kept_event.source, kept_event.event_id) == (name, name)
    assert statuses(apply_batch(story.id, [event._replace(occurred_at=kept_event.occurred_at)])) == ["duplicate"]


def test_a_preview_answers_and_keeps_nothing(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 10)])
    before = kept()
    (answer,) = preview_batch(story.id, [purchase(1, 2, 1, 20)])
    assert (answer.points["points"], answer.balances["points"]) == (20, 30)
    assert kept() == before
    assert MemberState.objects.get().log_seq == 1
    assert statuses(apply_batch(story.id, [purchase(1, 2, 1, 20)])) == ["accepted"]


def test_it_works_within_an_outer_transaction(story: LiveProgramme) -> None:
    with transaction.atomic():
        apply_batch(story.id, [purchase(1, 1, 0, 10)])
        preview_batch(story.id, [purchase(1, 2, 1, 10)])
        apply_batch(story.id, [purchase(1, 3, 2, 10)])
    assert Account.objects.get(wallet=1).available == 20


def test_one_bad_event_fails_alone(story: LiveProgramme) -> None:
    bad = purchase(2, 2, 0, 10)
    bad.body["amount_minor"] = "ten"
    answers = apply_events_isolated(story.id, [purchase(1, 1, 0, 10), bad, purchase(3, 3, 0, 30)])
    assert statuses(answers) == ["accepted", "failed", "accepted"]
    assert (answers[1].code, answers[1].params) == ("internal_error", {"source": "shop", "event_id": "p2"})
    assert set(Event.objects.values_list("event_id", flat=True)) == {"p1", "p3"}
    assert verify_ledger(story.id).holds


def test_a_batch_that_breaks_leaves_nothing(story: LiveProgramme) -> None:
    bad = purchase(2, 2, 0, 10)
    bad.body["kind"] = "miracle"
    with pytest.raises(KeyError):
        apply_batch(story.id, [purchase(1, 1, 0, 10), bad])
    assert kept() == [0] * len(KEPT)


def test_a_refund_takes_back_what_the_sale_gave(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(1, 2, 1, 50), redeem(1, 3, 2, 120)])
    (answer,) = apply_batch(story.id, [refund(1, 4, 3, 1)])
    assert answer.points == {"points": -100, "growth": -10}
    account = Account.objects.get(wallet=1)
    assert (account.available, account.debt) == (-70, 70)
    apply_batch(story.id, [purchase(1, 5, 4, 100)])
    account.refresh_from_db()
    assert (account.available, account.debt) == (30, 0)
    assert verify_ledger(story.id).holds
    assert verify_replay(story.id).holds


@pytest.mark.parametrize("size", [1, 7, 60])
def test_the_number_of_statements_does_not_grow(story: LiveProgramme, size: int) -> None:
    apply_batch(story.id, [purchase(member, member, 0, 10) for member in range(size)])
    events = [purchase(member, 1000 + member, 1, 10) for member in range(size)]
    with CaptureQueriesContext(connection) as captured:
        apply_batch(story.id, events)
    assert len(captured) == 15


def test_accepted_instants_grow_per_member(story: LiveProgramme, frozen_clock: object) -> None:
    for number in range(3):
        apply_batch(story.id, [purchase(1, 10 + number, number, 1), purchase(2, 20 + number, number, 1)])
    for member in (1, 2):
        instants = list(
            Event.objects.filter(member_id=member).order_by("log_seq").values_list("accepted_at", flat=True)
        )
        assert instants == sorted(set(instants))
