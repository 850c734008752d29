"""The demo's load on a small folder: everything through the write door, once, whatever interrupts it."""

from datetime import timedelta

import pytest
from django.db import transaction

from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries.house import count_members, newest_events, programme_totals
from regulars.domain.members.queries import find_member
from regulars.platform import jobs
from regulars.surfaces.cli.demo import loading, year
from regulars.surfaces.cli.demo.guest import EMAIL, name_guest
from regulars.surfaces.cli.demo.people import create_people
from tests.demo_data import write_demo_data

SALE = {
    "type": "purchase",
    "id": "sale-1",
    "order_id": "order-1",
    "occurred_at": "2026-06-10T12:00:00-04:00",
    "member": {"card": "8800000001"},
    "lines": [{"line_id": "1", "department": "GROCERY", "category": "COFFEE", "amount": "1500.00"}],
}


@pytest.fixture
def demo_data(tmp_path, monkeypatch) -> None:
    write_demo_data(tmp_path)
    monkeypatch.setattr(year, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(loading, "BATCH", 10)


def enqueue(programme_id: int) -> int:
    job = jobs.enqueue(loading.KIND, {"programme_id": programme_id, "ends_on": "2026-06-14"}, key="demo")
    assert job is not None
    return job


def totals(programme_id: int) -> tuple:
    return tuple(programme_totals(programme_id)), count_members(programme_id)


def test_an_interrupted_load_comes_to_the_same_as_one_at_once(club, demo_data, frozen_clock, monkeypatch) -> None:
    with transaction.atomic():
        done = enqueue(club.id)
        jobs.run_due()
        at_once = totals(club.id)
        assert jobs.find_job(done).state == "done"
        transaction.set_rollback(True)

    real, calls = loading.apply_batch, []

    def break_once(programme_id, events):
        calls.append(len(events))
        if len(calls) == 3:
            raise OSError("the disk is full")
        return real(programme_id, events)

    monkeypatch.setattr(loading, "apply_batch", break_once)
    job = enqueue(club.id)
    jobs.run_due()
    assert jobs.find_job(job).state == "waiting"
    frozen_clock.advance(timedelta(minutes=5))
    jobs.run_due()
    assert jobs.find_job(job).state == "done"
    assert totals(club.id) == at_once
    assert at_once[1] == 4


def test_points_are_earned_carried_over_and_redeemed(club, demo_data, frozen_clock) -> None:
    job = enqueue(club.id)
    jobs.run_due()
    result = jobs.find_job(job).result
    assert result["members"] == 4
    assert result["accepted"] > result["events"] == 53
    kinds = {event.kind for event in newest_events(club.id, 100)}
    assert kinds == {"enrol", "grant", "purchase", "activity", "redeem"}
    points = [total for total in programme_totals(club.id) if total.wallet == "points"]
    assert sum(total.redeemed for total in points) > 0
    assert sum(total.granted for total in points) >= 400


def test_the_demos_people_are_created_once(db) -> None:
    assert set(create_people()) == {"demo-admin", "demo-operator", "demo-analyst"}
    assert create_people() == {}


def test_a_member_is_named_for_the_portal_once(club, demo_data, frozen_clock) -> None:
    assert name_guest(club.id) is None
    accept_events(club.id, "till", [SALE])
    member_id = name_guest(club.id)
    assert name_guest(club.id) == member_id
    view = find_member(club.id, EMAIL)
    assert (view.id, view.name) == (member_id, "林梅 Mei Lin")
