"""A rule that should have been another since the past: proposed, looked at, approved by a second person, posted."""

from __future__ import annotations

import pytest

from regulars.domain.corrections import errors
from regulars.domain.corrections.operations import (
    approve_correction,
    post_again,
    post_part,
    preview_again,
    propose_correction,
    reject_correction,
    restating,
)
from regulars.domain.corrections.queries import (
    correction,
    list_corrections,
    list_lines,
)
from regulars.domain.corrections.queries.rules import POST
from regulars.domain.corrections.types import CorrectionState, Narrow, NewCorrection, Progress
from regulars.domain.ledger.queries import stands
from regulars.domain.programmes import operations as programmes
from regulars.domain.programmes.errors import CorrectionNotPast, VersionMissing, VersionNotApproved
from regulars.domain.programmes.queries import list_versions
from regulars.domain.programmes.types import LiveProgramme, NewDraft
from regulars.platform.audit import list_entries
from regulars.platform.jobs import run_due
from regulars.platform.models import Job
from regulars.platform.paging import PageRequest
from tests.integration.corrections.rules import JUNE, approved_version, proposed
from tests.integration.corrections.stories import proven, sale, send, spending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ticking")]


def test_tiers_move_with_the_rule(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop, points=1, gold=620))
    run_due()
    seen = correction(shop.id, made.id)
    assert (seen.foreseen.up, seen.foreseen.down) == (1, 0)
    (line,) = list_lines(shop.id, made.id, PageRequest(), Narrow.UP).items
    assert (line.member_id, line.change.tier) == (members[1], 1)
    approve_correction(shop.id, made.id, "olga")
    run_due()
    assert stands(shop.id, members)[members[1]].tier == "gold"
    proven(shop)


def test_who_has_spent_what_is_taken_falls_below_zero(shop: LiveProgramme, members: list[int]) -> None:
    (spent, _) = send(shop, sale(7, "E5", 500, "2026-06-06"), spending(8, "E5", 500, "2026-06-07"))
    made = proposed(shop, approved_version(shop, points=1, per=2))
    run_due()
    seen = correction(shop.id, made.id)
    assert seen.foreseen.below_zero == len(list_lines(shop.id, made.id, PageRequest(), Narrow.BELOW_ZERO).items)
    told = {line.member_id: line for line in list_lines(shop.id, made.id, PageRequest(), Narrow.BELOW_ZERO).items}
    assert told[spent].foreseen is not None
    assert told[spent].foreseen[1].wallets["points"].available == -250


def test_a_preview_is_made_anew(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop))
    with pytest.raises(errors.CorrectionNotReady):
        preview_again(shop.id, made.id, "ann")
    with pytest.raises(errors.CorrectionNotReady):
        approve_correction(shop.id, made.id, "olga")
    run_due()
    send(shop, sale(7, "E5", 30, "2026-06-12"))
    assert preview_again(shop.id, made.id, "ann").state is CorrectionState.PREVIEWING
    run_due()
    assert correction(shop.id, made.id).foreseen.members == 4


def test_two_people_decide(shop: LiveProgramme, members: list[int]) -> None:
    number = approved_version(shop)
    made = proposed(shop, number)
    with pytest.raises(errors.CorrectionOpen):
        proposed(shop, number)
    run_due()
    with pytest.raises(errors.OwnCorrection):
        approve_correction(shop.id, made.id, "ann")
    with pytest.raises(errors.RejectionUnexplained):
        reject_correction(shop.id, made.id, "olga", " ")
    taken_back = reject_correction(shop.id, made.id, "ann", "the wrong version")
    assert (taken_back.state, taken_back.comment) == (CorrectionState.REJECTED, "the wrong version")
    for deed in (approve_correction, preview_again):
        with pytest.raises(errors.CorrectionDecided):
            deed(shop.id, made.id, "olga")
    with pytest.raises(errors.CorrectionDecided):
        reject_correction(shop.id, made.id, "olga", "no")
    with pytest.raises(errors.CorrectionMissing):
        approve_correction(shop.id, 999, "olga")
    with pytest.raises(errors.CorrectionMissing):
        list_lines(shop.id, 999, PageRequest())
    again = proposed(shop, number)
    assert [one.id for one in list_corrections(shop.id, PageRequest()).items] == [again.id, made.id]


def test_what_is_not_proposed(shop: LiveProgramme, members: list[int]) -> None:
    number = approved_version(shop)
    draft = programmes.create_draft(NewDraft(shop.id, "id: story", "later"), "carl")
    for asked, error in (
        (NewCorrection(number, JUNE, " ", "ann"), errors.WhyMissing),
        (NewCorrection(99, JUNE, "why", "ann"), VersionMissing),
        (NewCorrection(draft.number, JUNE, "why", "ann"), VersionNotApproved),
        (NewCorrection(number, 10**17, "why", "ann"), CorrectionNotPast),
    ):
        with pytest.raises(error):
            propose_correction(shop.id, asked)
    assert list_corrections(shop.id, PageRequest()).items == ()


def test_a_preview_is_stale_when_versions_came_since(shop: LiveProgramme, members: list[int]) -> None:
    number = approved_version(shop)
    made = proposed(shop, number)
    run_due()
    version = next(one for one in list_versions(shop.id) if one.number == number)
    programmes.publish_version(version.version_id, None, "for all", "dora")
    with pytest.raises(errors.CorrectionStale):
        approve_correction(shop.id, made.id, "olga")


def test_the_trail_tells_of_it(shop: LiveProgramme, members: list[int]) -> None:
    made = proposed(shop, approved_version(shop))
    run_due()
    approve_correction(shop.id, made.id, "olga", "as promised")
    run_due()
    trail = [(line.actor, line.action) for line in list_entries(PageRequest()).items[:4]]
    assert trail == [
        ("olga", "correction_posted"),
        ("olga", "correction_approved"),
        ("ann", "version_correction"),
        ("ann", "correction_proposed"),
    ]


def test_a_posting_that_was_given_up_is_gone_on_with(
    shop: LiveProgramme, members: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(shop, approved_version(shop, points=1, gold=620))
    run_due()
    approve_correction(shop.id, made.id, "olga")
    with pytest.raises(errors.CorrectionNotReady):
        post_again(shop.id, made.id, "olga")
    monkeypatch.setattr(restating, "CHUNK", 1)
    post_part(made.id, post_part(made.id, Progress()))
    Job.objects.filter(kind=POST).update(state="failed")
    post_again(shop.id, made.id, "olga")
    run_due()
    done = correction(shop.id, made.id)
    assert (done.state, done.posted) == (CorrectionState.POSTED, done.foreseen)
    with pytest.raises(errors.CorrectionDecided):
        post_again(shop.id, made.id, "olga")
    proven(shop)
