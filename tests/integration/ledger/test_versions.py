"""Versions of a programme through the ledger: each event under the version that holds for its member at its instant."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.ledger.models import Journal, MemberState
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.queries import balances as balances_of
from regulars.domain.ledger.queries import engine_states, goals_reached, tier_changes
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.programmes import operations
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.types import Correction, Decision, LiveProgramme, NewDraft
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform import clock
from tests.conftest import FrozenClock
from tests.integration.ledger.stories import START, at, document, grant, named, purchase, redeem, refund

pytestmark = pytest.mark.django_db
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def days() -> Iterator[FrozenClock]:
    """The clock at the beginning of the story."""
    frozen = FrozenClock(START)
    with clock.set_to(frozen):
        yield frozen


@pytest.fixture
def club(db: None, days: FrozenClock) -> LiveProgramme:
    """The story's programme, installed when it begins."""
    return operations.install_programme(json.dumps(document()), actor="test")


def move_to(days: FrozenClock, day: float) -> None:
    """Let the clock show a day of the story."""
    days.advance(START + timedelta(days=day) - clock.now())


def approved(programme: LiveProgramme, change: Change) -> int:
    """A version that ann changed and bob approved, by id."""
    text = document()
    change(text)
    draft = operations.create_draft(NewDraft(programme.id, json.dumps(text), "Better"), "ann")
    operations.submit_draft(draft.version_id, "ann")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").version_id


def published(programme: LiveProgramme, day: float, change: Change) -> int:
    """A version in force for everybody from a day of the story on, by id."""
    version_id = approved(programme, change)
    operations.publish_version(version_id, at(day), "", "bob")
    return version_id


def double(text: dict[str, Any]) -> None:
    """Two points for each yuan."""
    text["rules"][0]["award"] = {"points": 2, "per": 1}


def other_numbers(text: dict[str, Any]) -> None:
    """Everything has another number, and much is new: wallet, metric, rule, tier, goal."""
    text["wallets"].insert(0, {"id": "green", "name": named("green")})
    text["metrics"].insert(
        0,
        {
            "id": "orders",
            "name": named("orders"),
            "measure": "count",
            "when": "event = 'purchase'",
            "window": {"kind": "lifetime"},
        },
    )
    text["rules"] = [
        {
            "id": "green_points",
            "name": named("green"),
            "wallet": "green",
            "when": "event = 'purchase'",
            "award": {"points": 7},
        },
        text["rules"][1],
        {**text["rules"][0], "id": "new_spend"},
    ]
    text["ladder"]["tiers"].insert(1, {"id": "bronze", "name": named("bronze"), "enter": "orders >= 2"})
    text["multipliers"] = []
    text["goals"].insert(
        0,
        {
            "id": "fifth_order",
            "name": named("fifth"),
            "metric": "orders",
            "target": 5,
            "wallet": "green",
            "points": 500,
        },
    )


def proven(programme: LiveProgramme) -> None:
    """All sums, chains and both replays hold."""
    for report in (verify_ledger(programme.id), verify_replay(programme.id)):
        assert report.divergences == ()


def balances(programme: LiveProgramme, member: int) -> dict[str, int]:
    """What a member has available, by wallet."""
    return {balance.wallet: balance.available for balance in balances_of(programme.id, member)}


def test_each_event_is_counted_under_the_version_of_its_instant(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100)])
    second = published(club, 5, double)
    move_to(days, 10)
    (before, after) = apply_batch(club.id, [purchase(1, 2, 4, 100), purchase(1, 3, 6, 100)])
    assert (before.points["points"], after.points["points"]) == (100, 250)
    assert not after.restated
    rows = Journal.objects.filter(member_id=1, kind=1, wallet=1).order_by("seq").values_list("points", "version_id")
    assert list(rows) == [(100, club.version_id), (100, club.version_id), (200, second), (50, second)]
    proven(club)


def test_what_was_earned_stays_and_is_told_in_the_numbers_of_the_new_version(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 600), purchase(1, 2, 1, 10), redeem(1, 3, 1, 110)])
    published(club, 5, other_numbers)
    move_to(days, 10)
    assert balances(club, 1) == {"points": 500, "growth": 20, "green": 0}
    (answer,) = apply_batch(club.id, [purchase(1, 4, 8, 100)])
    assert (answer.points, answer.tier) == ({"green": 7, "growth": 10, "points": 150}, "silver")
    assert balances(club, 1) == {"points": 650, "growth": 30, "green": 7}
    proven(club)


def test_a_metric_that_is_new_counts_what_happened_before(club, days) -> None:
    apply_batch(club.id, [purchase(1, number, number, 10) for number in range(1, 5)] + [purchase(2, 9, 1, 10)])
    published(club, 5, other_numbers)
    move_to(days, 10)
    answers = apply_batch(club.id, [purchase(1, 10, 6, 10), purchase(2, 11, 6, 10)])
    assert [answer.tier for answer in answers] == ["bronze", "bronze"]
    assert [answer.goals for answer in answers] == [("fifth_order",), ()]
    assert {one.goal for one in goals_reached(club.id, 1)} == {"third_visit", "fifth_order"}
    proven(club)


def test_a_goal_that_a_version_takes_away_leaves_nothing_behind(club, days) -> None:
    def without_goals(text: dict[str, Any]) -> None:
        text["goals"] = []

    apply_batch(club.id, [purchase(1, number, number, 10) for number in range(1, 4)])
    published(club, 5, without_goals)
    move_to(days, 10)
    apply_batch(club.id, [purchase(1, number, number, 10) for number in range(6, 10)])
    assert [one.goal for one in goals_reached(club.id, 1)] == ["third_visit"]
    assert balances(club, 1)["points"] == 7 * 10 + 50
    proven(club)


def test_a_refund_takes_back_what_an_earlier_version_gave(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 300)])
    published(club, 5, other_numbers)
    move_to(days, 10)
    (answer,) = apply_batch(club.id, [refund(1, 2, 6, 1)])
    assert answer.points == {"points": -300, "growth": -10}
    proven(club)


def test_a_late_event_is_counted_under_the_version_of_its_time(club, days) -> None:
    published(club, 5, double)
    move_to(days, 10)
    apply_batch(club.id, [purchase(1, 1, 6, 100)])
    (late,) = apply_batch(club.id, [purchase(1, 2, 1, 100)])
    assert late.restated
    assert balances(club, 1)["points"] == 300
    proven(club)


def test_time_that_passes_before_a_version_passes_under_the_one_before(club, days) -> None:
    def never(text: dict[str, Any]) -> None:
        text["wallets"][0]["expiry"] = {"kind": "never"}

    apply_batch(club.id, [purchase(1, 1, 0, 100), purchase(2, 2, 0, 100)])
    published(club, 150, never)
    move_to(days, 160)
    apply_batch(club.id, [purchase(1, 3, 155, 10)])
    tick(club.id, at(156))
    assert [balances(club, member)["points"] for member in (1, 2)] == [10, 0]
    proven(club)


def test_a_tick_of_an_instant_before_the_version_that_a_member_is_on_changes_nothing(club, days) -> None:
    published(club, 5, other_numbers)
    move_to(days, 10)
    apply_batch(club.id, [purchase(1, 1, 4, 600), purchase(1, 2, 6, 10)])
    before = balances(club, 1)
    apply_batch(club.id, [NewEvent("shop", "late", 1, at(3), {"kind": "tick"})])
    assert balances(club, 1) == before
    proven(club)


def test_a_refused_event_does_not_take_its_member_over(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100)])
    second = published(club, 5, other_numbers)
    move_to(days, 10)
    ordered = [purchase(1, 2, 4, 50), redeem(1, 3, 6, 100_000)]
    assert [answer.status for answer in apply_batch(club.id, ordered)] == [EventStatus.ACCEPTED, EventStatus.REFUSED]
    assert MemberState.objects.get(member_id=1).version_id == club.version_id
    proven(club)
    apply_batch(club.id, [redeem(1, 4, 6, 100)])
    assert MemberState.objects.get(member_id=1).version_id == second
    proven(club)


def test_a_pilot_holds_for_its_sample_and_ends(club, days) -> None:
    members = range(1, 21)
    apply_batch(club.id, [purchase(member, member, 0, 100) for member in members])
    tried = approved(club, double)
    operations.pilot_version(tried, 4_000, at(5), "", "bob")
    move_to(days, 10)
    answers = apply_batch(club.id, [purchase(member, 100 + member, 6, 100) for member in members])
    inside = [in_sample(tried, member, 4_000) for member in members]
    assert 0 < sum(inside) < len(inside)
    assert [answer.points["points"] for answer in answers] == [200 if chosen else 100 for chosen in inside]
    operations.stop_pilot(club.id, at(15), "Too dear", "bob")
    move_to(days, 20)
    answers = apply_batch(club.id, [purchase(member, 200 + member, 16, 100) for member in members])
    assert {answer.points["points"] for answer in answers} == {150}
    proven(club)


def test_a_version_is_rolled_back_and_what_was_granted_stays(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100)])
    published(club, 5, double)
    move_to(days, 6)
    apply_batch(club.id, [purchase(1, 2, 6, 100)])
    operations.roll_back(club.version_id, at(7), "Complaints", "bob")
    move_to(days, 10)
    apply_batch(club.id, [purchase(1, 3, 8, 200), refund(1, 4, 9, 2)])
    assert balances(club, 1)["points"] == 100 + 250
    proven(club)


def test_a_correction_restates_members_when_they_are_seen_next(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100), purchase(1, 2, 6, 100), purchase(2, 3, 1, 100)])
    move_to(days, 10)
    right = approved(club, double)
    operations.activate_correction(Correction(right, at(5), "One point too few", "bob"), "ann")
    proven(club)
    days.advance(timedelta(seconds=1))
    body = {"kind": "restate", "reason": "One point too few", "actor": "ann"}
    (answer,) = apply_batch(club.id, [NewEvent("corrections", "1:1", 1, clock.now_us(), body)])
    assert answer.restated
    assert balances(club, 1)["points"] == 300
    proven(club)
    (answer,) = apply_batch(club.id, [purchase(2, 4, 9, 100)])
    assert answer.points["points"] == 200
    proven(club)


def test_states_of_members_not_seen_since_are_told_by_the_version_in_force(club, days) -> None:
    apply_batch(club.id, [purchase(1, number, number, 10) for number in range(1, 4)])
    published(club, 5, other_numbers)
    move_to(days, 10)
    states = engine_states(club.id, [1])
    assert states.accounts[0, :, 0].tolist() == [0, 80, 30]
    assert balances(club, 1) == {"green": 0, "points": 80, "growth": 30}


@pytest.mark.parametrize("seed", [1, 4])
def test_many_members_in_disorder_through_many_versions(club, days, seed) -> None:
    chance = random.Random(seed)
    number = iter(range(1, 10_000))
    sold: dict[int, list[int]] = {member: [] for member in range(1, 13)}
    for day in range(1, 45):
        move_to(days, day)
        if day == 10:
            published(club, 11, other_numbers)
        if day == 20:
            tried = approved(
                club, lambda text: (other_numbers(text), text["rules"][2].update(award={"points": 3, "per": 1}))
            )
            operations.pilot_version(tried, 5_000, at(21), "", "bob")
        if day == 30:
            operations.stop_pilot(club.id, at(31), "Enough", "bob")
        batch = []
        for member in chance.sample(range(1, 13), 6):
            happened = day - chance.choice((0.1, 0.2, 0.5, 3, 9))
            kind = chance.choice(("purchase", "purchase", "redeem", "refund", "grant"))
            this = next(number)
            if kind == "purchase":
                sold[member].append(this)
                batch.append(purchase(member, this, max(happened, 0), chance.randrange(10, 400)))
            elif kind == "refund" and sold[member]:
                batch.append(refund(member, this, max(happened, 0), sold[member].pop()))
            elif kind == "redeem":
                batch.append(redeem(member, this, max(happened, 0), chance.randrange(1, 200)))
            else:
                batch.append(grant(member, this, max(happened, 0), 5))
        apply_batch(club.id, batch)
        if day % 9 == 0:
            tick(club.id, at(day - 0.05))
            proven(club)
    proven(club)
    assert MemberState.objects.exclude(version_id=club.version_id).count() == len(sold)
    assert any(change.tier == "bronze" for member in sold for change in tier_changes(club.id, member))


def test_nothing_is_told_twice_when_sent_again_after_a_version(club, days) -> None:
    sent = [purchase(1, 1, 0, 600), purchase(1, 2, 6, 100)]
    published(club, 5, other_numbers)
    move_to(days, 10)
    first = apply_batch(club.id, sent)
    again = apply_batch(club.id, sent)
    assert [answer.status for answer in again] == [EventStatus.DUPLICATE] * 2
    assert [(answer.points, answer.tier) for answer in again] == [(answer.points, answer.tier) for answer in first]


def test_what_did_not_exist_yet_is_refused(club, days) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100)])
    published(club, 5, other_numbers)
    move_to(days, 10)
    (early, kept) = apply_batch(club.id, [redeem(1, 2, 4, 5, "green"), purchase(1, 3, 4, 10)])
    assert (early.status, early.code, early.params) == (
        EventStatus.REFUSED,
        "unknown_then",
        {"part": "green", "version": 1},
    )
    assert kept.status is EventStatus.ACCEPTED
    proven(club)
