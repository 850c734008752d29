"""What a corrected rule comes to: foreseen member by member, posted, and held against what was foreseen."""

from __future__ import annotations

import pytest

from regulars.domain.corrections.operations import (
    approve_correction,
    deciding,
    restating,
)
from regulars.domain.corrections.queries import (
    correction,
    correction_job,
    count_concerned,
    iterate_lines,
    list_lines,
)
from regulars.domain.corrections.types import CorrectionState, Narrow
from regulars.domain.ledger.queries import events, transactions
from regulars.domain.programmes.queries import list_activations
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.platform.jobs import run_due
from regulars.platform.models import Job
from regulars.platform.paging import PageRequest
from tests.integration.corrections.rules import approved_version, proposed
from tests.integration.corrections.stories import points, proven, sale, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ticking")]


def test_a_preview_tells_for_every_member_concerned_what_would_change(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop))
    assert (made.state, count_concerned(made.id)) == (CorrectionState.PREVIEWING, 3)
    assert run_due() == 1
    seen = correction(shop.id, made.id)
    assert (seen.state, seen.previewed_at is not None) == (CorrectionState.PROPOSED, True)
    assert (seen.foreseen.members, seen.foreseen.changed) == (3, 3)
    assert (seen.foreseen.added, seen.foreseen.taken) == ({"points": 100 + 50 + 200}, {})
    lines = {line.member_id: line for line in list_lines(shop.id, made.id, PageRequest()).items}
    assert {member: line.change.points for member, line in lines.items()} == {
        members[0]: {"points": 100},
        members[1]: {"points": 50},
        members[3]: {"points": 200},
    }
    assert [points(shop, member) for member in members] == [100, 650, 70, 50]
    assert [one.kind for one in events(shop.id, members[0]).items] == ["purchase"]
    assert len(list_activations(shop.id)) == 1
    proven(shop)


def test_an_approved_correction_is_posted_and_held_against_the_preview(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop))
    run_due()
    approved = approve_correction(shop.id, made.id, "olga", "as promised")
    assert (approved.state, approved.decided_by) == (CorrectionState.POSTING, "olga")
    assert run_due() == 1
    done = correction(shop.id, made.id)
    assert (done.state, done.posted) == (CorrectionState.POSTED, done.foreseen)
    assert [points(shop, member) for member in members] == [200, 700, 70, 250]
    newest = transactions(shop.id, members[0], wallet="points").items[0]
    assert (newest.kind, newest.points) == (TransactionKind.RESTATE, 100)
    told = events(shop.id, members[0]).items[0]
    assert (told.kind, told.body["activation"], told.body["reason"]) == (
        "restate",
        done.activation_id,
        "promised since June",
    )
    assert list_lines(shop.id, made.id, PageRequest(), Narrow.DIFFERENT).items == ()
    assert [line.event_seq is not None for line in iterate_lines(shop.id, made.id)] == [True] * 3
    proven(shop)


def test_members_who_act_in_between_are_restated_too(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop))
    run_due()
    (newcomer, *_) = send(shop, sale(7, "E5", 30, "2026-06-12"), sale(8, "A1", 10, "2026-06-14"))
    approve_correction(shop.id, made.id, "olga")
    run_due()
    done = correction(shop.id, made.id)
    assert (done.posted.members, done.posted.different) == (4, 2)
    different = list_lines(shop.id, made.id, PageRequest(), Narrow.DIFFERENT).items
    assert {line.member_id: line.change.points for line in different} == {
        members[0]: {"points": 110},
        newcomer: {"points": 30},
    }
    assert [line.foreseen is None for line in different] == [False, True]
    assert (points(shop, newcomer), points(shop, members[0])) == (60, 220)
    proven(shop)


def test_a_posting_that_was_cut_off_goes_on_where_it_stopped(
    shop: LiveProgramme, members: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(shop, approved_version(shop))
    run_due()
    approve_correction(shop.id, made.id, "olga")
    monkeypatch.setattr(restating, "CHUNK", 1)
    parts: list[int] = []

    def cut_off(row, concerned, *rest):
        parts.append(len(concerned))
        if len(parts) == 2:
            raise ConnectionError("the machine stops")
        return restating.restate_members(row, concerned, *rest)

    monkeypatch.setattr(deciding, "restate_members", cut_off)
    run_due()
    job = correction_job(made.id)
    assert job is not None
    assert (job.state, job.progress_done) == ("waiting", 1)
    assert (points(shop, members[0]), points(shop, members[1])) == (200, 650)
    Job.objects.filter(pk=job.id).update(run_at=job.created_at)
    run_due()
    done = correction(shop.id, made.id)
    assert (done.state, done.posted.members, done.posted.different) == (CorrectionState.POSTED, 3, 0)
    assert [points(shop, member) for member in members] == [200, 700, 70, 250]
    assert sum(one.kind == "restate" for one in events(shop.id, members[0]).items) == 1
    proven(shop)
