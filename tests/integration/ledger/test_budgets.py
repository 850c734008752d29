"""Budgets that all members share: what events get when they run out, what is kept, and what is never given."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.ledger.models import Lot
from regulars.domain.ledger.operations import apply_batch, merge_streams, preview_batch
from regulars.domain.ledger.operations.budget_uses import recount_budgets
from regulars.domain.ledger.types import EventResult, NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform import outbox
from regulars.platform.models import AuditEntry
from regulars.platform.paging import PageRequest
from tests.integration.ledger.budgets import budget, budgeted, cuts, kept
from tests.integration.ledger.stories import at, document, purchase, redeem, refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def spring(db: None) -> LiveProgramme:
    """The story's programme with 1,000 points for all purchases together."""
    return install_programme(budgeted(budget(1000)), actor="test")


def proven(programme: LiveProgramme) -> bool:
    """Whether the ledger is whole, from within and by a replay."""
    return not (verify_ledger(programme.id).divergences or verify_replay(programme.id).divergences)


def points(answers: list[EventResult]) -> list[int]:
    return [answer.points.get("points", 0) for answer in answers]


def test_what_is_left_is_given_and_then_nothing(spring: LiveProgramme) -> None:
    assert points(apply_batch(spring.id, [purchase(1, 1, 0, 400)])) == [400]
    assert points(apply_batch(spring.id, [purchase(2, 2, 1, 450)])) == [450]
    assert cuts(spring.id) == {}
    assert points(apply_batch(spring.id, [purchase(3, 3, 2, 200)])) == [150]
    assert points(apply_batch(spring.id, [purchase(1, 4, 3, 10)])) == [0]
    assert cuts(spring.id) == {"p3": {"spend_points": 150}, "p4": {"spend_points": 0}}
    assert kept(spring.id) == {("spring", 0): 1000}
    assert proven(spring)


def test_within_a_batch_the_earlier_events_get_it(spring: LiveProgramme) -> None:
    sent = [purchase(1, 1, 3, 600), purchase(2, 2, 1, 600), purchase(3, 3, 2, 300), purchase(4, 4, 4, 5)]
    assert points(apply_batch(spring.id, sent)) == [100, 600, 300, 0]
    assert kept(spring.id) == {("spring", 0): 1000}
    assert proven(spring)


def test_a_duplicate_gets_its_first_answer_and_draws_nothing(spring: LiveProgramme) -> None:
    sent = [purchase(1, 1, 0, 900), purchase(2, 2, 1, 300)]
    first = apply_batch(spring.id, sent)
    again = apply_batch(spring.id, sent)
    assert [(answer.status.value, answer.points) for answer in again] == [
        ("duplicate", {"points": 900, "growth": 10}),
        ("duplicate", {"points": 100, "growth": 10}),
    ]
    assert [answer.balances for answer in again] == [answer.balances for answer in first]
    changed = replace_amount(sent[1], 400)
    assert [answer.status.value for answer in apply_batch(spring.id, [changed])] == ["conflict"]
    assert kept(spring.id) == {("spring", 0): 1000}


def replace_amount(event: NewEvent, amount: int) -> NewEvent:
    return event._replace(body={**event.body, "amount_minor": amount * 100})


def test_a_preview_leaves_no_use(spring: LiveProgramme) -> None:
    assert points(preview_batch(spring.id, [purchase(1, 1, 0, 1200)])) == [1000]
    assert kept(spring.id) == {}


def test_refused_events_draw_nothing(db: None) -> None:
    document = budgeted(
        budget(100, rules=["bonus"]),
        rules=[
            {
                "id": "bonus",
                "name": {"zh": "x", "en": "x"},
                "wallet": "points",
                "when": "event in ('redeem', 'grant')",
                "award": {"points": 60},
            }
        ],
    )
    programme = install_programme(document, actor="test")
    assert [answer.status.value for answer in apply_batch(programme.id, [redeem(1, 1, 0, 500)])] == ["refused"]
    assert kept(programme.id) == {}


def test_each_period_has_its_own_points(db: None) -> None:
    programme = install_programme(budgeted(budget(100, "month")), actor="test")
    sent = [purchase(1, 1, 0, 80), purchase(2, 2, 1, 80), purchase(1, 3, 25, 80)]
    assert points(apply_batch(programme.id, sent)) == [80, 20, 80]
    assert kept(programme.id) == {("spring", 202601): 100, ("spring", 202602): 80}
    assert proven(programme)


def test_the_day_is_that_of_the_programmes_zone(db: None) -> None:
    programme = install_programme(budgeted(budget(100, "day")), actor="test")
    # The story begins at noon in Shanghai; half a day later it is the next day there, and still the same in UTC.
    apply_batch(programme.id, [purchase(1, 1, 0, 80), purchase(1, 2, 0.5, 80)])
    assert kept(programme.id) == {("spring", 20260110): 80, ("spring", 20260111): 80}


def test_a_rule_in_two_budgets_draws_on_both(db: None) -> None:
    both = (budget(150, "day"), budget(200, budget_id="total"))
    programme = install_programme(budgeted(*both), actor="test")
    assert points(apply_batch(programme.id, [purchase(1, 1, 0, 170), purchase(1, 2, 1, 100)])) == [150, 50]
    assert kept(programme.id) == {("spring", 20260110): 150, ("spring", 20260111): 50, ("total", 0): 200}
    assert proven(programme)


def test_a_cut_gives_no_more_to_a_later_event(db: None) -> None:
    # A limit of 100 a day would let the second purchase have what the budget kept from the first.
    programme = install_programme(
        budgeted(budget(50), limits=[{"wallet": "points", "per": "day", "points": 100}]), actor="test"
    )
    assert points(apply_batch(programme.id, [purchase(1, 1, 0, 100), purchase(1, 2, 0.01, 100)])) == [50, 0]
    assert kept(programme.id) == {("spring", 0): 50}
    assert cuts(programme.id) == {"p1": {"spend_points": 50}, "p2": {"spend_points": 0}}
    assert proven(programme)


def test_pending_points_are_drawn_when_they_are_earned(db: None) -> None:
    wallets = [{"id": "points", "name": {"zh": "x", "en": "x"}, "pending": {"days": 10}}]
    programme = install_programme(budgeted(budget(100), wallets=wallets, rules=document()["rules"][:1]), actor="test")
    apply_batch(programme.id, [purchase(1, 1, 0, 80), purchase(2, 2, 0, 80)])
    assert kept(programme.id) == {("spring", 0): 100}
    apply_batch(programme.id, [purchase(1, 3, 20, 1)])
    assert kept(programme.id) == {("spring", 0): 100}
    assert proven(programme)


def test_refunds_give_nothing_back(spring: LiveProgramme) -> None:
    apply_batch(spring.id, [purchase(1, 1, 0, 1000)])
    apply_batch(spring.id, [refund(1, 1, 1, 1)])
    assert points(apply_batch(spring.id, [purchase(2, 2, 2, 10)])) == [0]
    assert kept(spring.id) == {("spring", 0): 1000}
    assert proven(spring)


def test_what_is_voided_is_given_back(spring: LiveProgramme) -> None:
    apply_batch(spring.id, [purchase(1, 1, 0, 700), purchase(2, 2, 0, 300)])
    void = NewEvent(
        "desk", "v1", 1, purchase(1, 1, 1, 1).occurred_at, {"kind": "void", "voids": 1, "reason": "x", "actor": "a"}
    )
    apply_batch(spring.id, [void])
    assert kept(spring.id) == {("spring", 0): 300}
    assert points(apply_batch(spring.id, [purchase(2, 3, 2, 900)])) == [700]
    assert kept(spring.id) == {("spring", 0): 1000}
    assert verify_ledger(spring.id).divergences == ()
    assert verify_replay(spring.id).divergences == ()


def test_late_events_draw_on_their_own_period(db: None) -> None:
    programme = install_programme(budgeted(budget(100, "month")), actor="test")
    apply_batch(programme.id, [purchase(1, 1, 0, 60), purchase(1, 2, 30, 10)])
    apply_batch(programme.id, [purchase(1, 3, 1, 50), purchase(2, 4, 1, 50)])
    assert kept(programme.id) == {("spring", 202601): 100, ("spring", 202602): 10}
    # In a batch what is in order is applied first.
    assert cuts(programme.id) == {"p3": {"spend_points": 0}, "p4": {"spend_points": 40}}
    assert proven(programme)


def test_a_restatement_moves_the_use_past_the_end_too(spring: LiveProgramme) -> None:
    """A late purchase lifts the member to gold earlier, so that a sale of before comes out at twice the points."""
    apply_batch(spring.id, [purchase(1, 1, 10, 450)])
    apply_batch(spring.id, [purchase(2, 2, 10, 500)])
    apply_batch(spring.id, [purchase(1, 3, 5, 1000)])
    assert kept(spring.id) == {("spring", 0): 1400}
    assert points(apply_batch(spring.id, [purchase(3, 4, 11, 10)])) == [0]
    assert proven(spring)


def decided(event: NewEvent, points: int) -> NewEvent:
    """The event with a cut that was decided before it came."""
    return event._replace(body={**event.body, "caps": {"spend_points": points}})


def test_an_event_that_was_decided_elsewhere_is_not_cut_again(spring: LiveProgramme) -> None:
    apply_batch(spring.id, [purchase(1, 1, 0, 950)])
    sent = decided(purchase(1, 2, 1, 1200), 45)
    assert points(apply_batch(spring.id, [sent])) == [45]
    assert points(apply_batch(spring.id, [purchase(2, 3, 2, 10)])) == [5]
    assert cuts(spring.id) == {"p2": {"spend_points": 45}, "p3": {"spend_points": 5}}
    assert [answer.status.value for answer in apply_batch(spring.id, [sent])] == ["duplicate"]
    assert proven(spring)


def found(programme: LiveProgramme) -> list[tuple[str, object, object]]:
    told = verify_ledger(programme.id).divergences
    return [(one.check, one.expected, one.found) for one in told]


def test_a_proof_finds_more_than_there_was(spring: LiveProgramme) -> None:
    apply_batch(spring.id, [decided(purchase(1, 1, 0, 1200), 1100)])
    assert found(spring) == [("budgets gave no more than there was", "at most 1000 of spring", 1100)]


def test_a_proof_finds_a_use_that_is_kept_wrongly(db: None) -> None:
    programme = install_programme(budgeted(budget(1000, "month")), actor="test")
    apply_batch(programme.id, [purchase(1, 1, 0, 300)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_budget_use SET points = 299 WHERE programme_id = %s", [programme.id])
    assert found(programme) == [("budgets keep what their rules gave", "300 of spring 2026-01", 299)]


def test_points_that_come_back_in_a_new_lot_or_with_a_merge_are_counted_once(db: None) -> None:
    policies = {"spent_points": "when_whole", "returned_minimum_days": 200}
    programme = install_programme(budgeted(budget(1000), policies=policies), actor="test")
    apply_batch(programme.id, [purchase(1, 1, 0, 300)])
    spent = redeem(1, 1, 1, 100)
    apply_batch(programme.id, [spent._replace(body={**spent.body, "order_id": "o9"}), purchase(1, 9, 1.5, 7)])
    apply_batch(programme.id, [refund(1, 1, 80, 9)])
    assert Lot.objects.filter(programme_id=programme.id, member_id=1, wallet=1).count() == 3
    merge_streams(programme.id, 2, 1, "m1", at(81))
    apply_batch(programme.id, [purchase(2, 3, 0, 1), purchase(2, 4, 82, 5)])
    assert kept(programme.id) == {("spring", 0): 313}
    assert proven(programme)


def statements(programme: LiveProgramme, event: NewEvent) -> int:
    with CaptureQueriesContext(connection) as captured:
        apply_batch(programme.id, [event])
    return len(captured)


def test_a_budget_costs_two_statements_and_none_where_there_is_none(db: None) -> None:
    plain = install_programme(budgeted(programme="plain"), actor="test")
    spring = install_programme(budgeted(budget(1_000_000)), actor="test")
    small = install_programme(budgeted(budget(10), programme="small"), actor="test")
    for programme in (plain, spring, small):
        apply_batch(programme.id, [purchase(1, 1, 0, 10)])
    without = statements(plain, purchase(1, 2, 1, 10))
    assert statements(spring, purchase(1, 2, 1, 10)) == without + 2
    assert statements(small, purchase(1, 2, 1, 10)) == without + 1


def messages(programme: LiveProgramme) -> list[tuple[str, str, dict[str, object]]]:
    page = outbox.list_messages(f"programme {programme.id}", PageRequest())
    return [(one.topic, one.key, dict(one.body)) for one in reversed(page.items)]


def test_levels_are_told_once_in_a_period(db: None) -> None:
    programme = install_programme(budgeted(budget(100, "month")), actor="test")
    for number, amount in enumerate((79, 1, 10, 30, 5)):
        apply_batch(programme.id, [purchase(1, number, number, amount)])
    void = {"kind": "void", "voids": 2, "reason": "x", "actor": "a"}
    apply_batch(programme.id, [NewEvent("desk", "v1", 1, at(6), void)])
    apply_batch(programme.id, [purchase(1, 10, 7, 30)])
    body = {"budget": "spring", "period": "2026-01", "points": "100"}
    assert messages(programme) == [
        ("budget.nearly_used", "spring 202601", {**body, "percent": 80, "used": "80"}),
        ("budget.used_up", "spring 202601", {**body, "percent": 100, "used": "100"}),
    ]
    apply_batch(programme.id, [purchase(1, 20, 30, 100)])
    assert [topic for topic, key, _ in messages(programme) if key == "spring 202602"] == [
        "budget.nearly_used",
        "budget.used_up",
    ]


def test_counting_anew_mends_what_is_kept(spring: LiveProgramme) -> None:
    apply_batch(spring.id, [purchase(1, 1, 0, 300)])
    assert recount_budgets(spring.id, "anna") == {}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_budget_use SET points = 310, budget = 'gone'")
    assert recount_budgets(spring.id, "anna") == {("gone", 0): -310, ("spring", 0): 300}
    assert kept(spring.id) == {("gone", 0): 0, ("spring", 0): 300}
    assert proven(spring)
    (entry,) = AuditEntry.objects.filter(action="budgets_recounted")
    assert (entry.actor, entry.params) == ("anna", {"gone": -310, "spring": 300})
