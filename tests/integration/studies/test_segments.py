"""A study by segments: figures of their members alone, as of an end of the slice, beside one another or all others."""

import shutil
from datetime import UTC, date, datetime

import pytest

from regulars.domain.replay.types import Grouping
from regulars.domain.segments.errors import SegmentMissing, SegmentTooEarly
from regulars.domain.segments.operations import make_segment, who_was_in
from regulars.domain.segments.types import Kind, NewSegment
from regulars.domain.studies.errors import StudySegmentForeign, StudyUnanswered
from regulars.domain.studies.models import FileHistory, Study
from regulars.domain.studies.operations import portions_of_study
from regulars.domain.studies.queries.folders import study_folder
from regulars.domain.studies.types import When
from tests.integration.studies.conftest import richer

EARLY = "events('purchase', where => \"amount >= 100\") >= 1"
"""As of the end: those who bought for 100 at least; at the start of June: only the one who did in May."""


@pytest.fixture
def insight(settings, tmp_path) -> None:
    settings.INSIGHT_ROOT = tmp_path / "insight"


def segment(shop, code: str, expression: str):
    return make_segment(shop.id, NewSegment(code, code.title(), "", Kind.LIVE, expression, "ann"))


@pytest.fixture
def study(shop, answered, insight):
    found = answered(richer(), since_on=date(2026, 5, 1), until_on=date(2026, 6, 14))
    segment(shop, "big", EARLY)
    return found


def test_one_segment_stands_beside_all_others(shop, study, members) -> None:
    big, others = portions_of_study(shop.id, study.id, ["big"])
    assert (big.code, big.name, others.code) == ("big", "Big", "")
    whole = study.answer.results(1)
    own, rest = big.portions[1], others.portions[1]
    assert (own.members, rest.members, whole.members) == (3, 1, 4)
    for wallet, one, other in zip(whole.wallets, own.wallets, rest.wallets, strict=True):
        assert (one.issued + other.issued, one.redeemed + other.redeemed) == (wallet.issued, wallet.redeemed)
        assert one.outstanding + other.outstanding == wallet.outstanding
    told, compared = study.answer.comparison(1), (own.comparison, rest.comparison)
    assert sum(one.gaining for one in compared) == told.gaining
    assert sum(one.gained_minor for one in compared) == told.gained_minor
    own_moves, rest_moves = own.moved, rest.moved
    by_tier = [one for one in told.groups if one.grouping is Grouping.TIER]
    assert own_moves[0] + rest_moves[0] == sum(one.higher for one in by_tier)
    assert own_moves[1] + rest_moves[1] == sum(one.lower for one in by_tier)
    assert {shift.member for shift in rest.comparison.winners} <= {members[2]}
    assert big.portions[0].comparison is None


def test_two_segments_as_of_the_start_are_worked_out_from_the_history(shop, answered, insight, members) -> None:
    study = answered(since_on=date(2026, 6, 1))
    segment(shop, "big", EARLY)
    segment(shop, "small", "events('purchase', where => \"amount < 100\") >= 1")
    big, small = portions_of_study(shop.id, study.id, ["big", "small", "big"], When.START)
    assert (big.recorded, big.size, small.size) == (False, 1, 1)
    assert (big.portions[0].members, small.portions[0].members) == (1, 0)
    assert small.portions[1].comparison.gaining == 0


def test_a_recorded_segment_is_taken_as_recorded(shop, study) -> None:
    past = who_was_in(shop.id, "big", datetime(2026, 6, 16, tzinfo=UTC))
    assert (past.recorded, len(past.members)) == (True, 3)


def test_what_cannot_be_told_of_the_past_is_refused(shop, study) -> None:
    segment(shop, "silver", "tier = 'silver'")
    segment(shop, "both", "in_segment('big')")
    for code in ("silver", "both"):
        with pytest.raises(SegmentTooEarly):
            portions_of_study(shop.id, study.id, [code], When.START)
    with pytest.raises(SegmentMissing):
        portions_of_study(shop.id, study.id, ["nobody"])


def test_a_reused_baseline_is_at_hand_and_files_that_are_gone_are_said(shop, answered, insight) -> None:
    first, again = answered(richer()), answered(richer())
    segment(shop, "big", EARLY)
    assert again.answer.reused is True
    assert portions_of_study(shop.id, again.id, ["big"]) == portions_of_study(shop.id, first.id, ["big"])
    segment(shop, "tiered", "tier is not null")
    assert [one.recorded for one in portions_of_study(shop.id, again.id, ["tiered"])] == [True, True]
    shutil.rmtree(study_folder(again.id))
    with pytest.raises(StudyUnanswered):
        portions_of_study(shop.id, again.id, ["big"])


def test_members_of_a_file_are_others(shop, study) -> None:
    history = FileHistory.objects.create(programme_id=shop.id, name="x.csv", actor="ann", created_at=1)
    Study.objects.filter(id=study.id).update(history=history)
    with pytest.raises(StudySegmentForeign):
        portions_of_study(shop.id, study.id, ["big"])
