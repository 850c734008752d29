"""Studies answered: slices, known baselines, members, what is done about failures and kills."""

from datetime import date
from pathlib import Path

import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import DraftUnknown, StudyUnanswered
from regulars.domain.studies.models import Study
from regulars.domain.studies.operations import knowing, running
from regulars.domain.studies.types import Measure, Side, StudyState
from regulars.platform import jobs
from regulars.platform.jobs import run_due
from regulars.platform.models import Job
from regulars.platform.paging import PageRequest
from tests.integration.corrections.stories import sale, send
from tests.integration.studies.conftest import harder, richer


def test_a_known_baseline_is_used_again_and_says_the_same(shop, answered) -> None:
    first, second = answered(harder()), answered(harder())
    assert (first.answer.reused, second.answer.reused) == (False, True)
    assert second.answer.replayed == first.answer.replayed
    assert second.answer.distributions == first.answer.distributions


@pytest.mark.parametrize(
    "other", [{"since_on": date(2026, 6, 1)}, {"until_on": date(2026, 6, 1)}, {"share": 5_000}, {"baseline": 1}]
)
def test_another_question_is_not_answered_from_what_is_known(answered, other) -> None:
    answered()
    assert answered(**other).answer.reused is False


def test_what_is_known_is_never_stale(shop, answered) -> None:
    before = answered()
    send(shop, sale(20, "E5", 900, "2026-06-10"))
    assert answered().answer.reused is True
    sync_history(shop.id)
    after = answered()
    assert after.answer.reused is False
    assert after.answer.baseline.members == before.answer.baseline.members + 1


def test_the_oldest_of_what_is_known_is_forgotten(answered, folders: Path, monkeypatch) -> None:
    monkeypatch.setattr(knowing, "MOST_KNOWN", 1)
    answered()
    answered(share=5_000)
    assert len(list((folders / "studies" / "known").iterdir())) == 1
    assert answered().answer.reused is False


def test_what_cannot_be_read_any_more_is_not_known(answered, folders: Path) -> None:
    answered()
    (kept,) = (folders / "studies" / "known").iterdir()
    (kept / "results.json").write_text("{}")
    assert answered().answer.reused is False


def test_days_are_local_and_both_included(answered) -> None:
    view = answered(since_on=date(2026, 6, 1), until_on=date(2026, 6, 2))
    assert view.answer.baseline.members == 2


def test_members_are_listed_by_what_they_gain(shop, answered, members) -> None:
    view = answered(richer(), harder())
    page = queries.list_shifts(shop.id, view.id, 1, Side.WINNERS, PageRequest(limit=3))
    rest = queries.list_shifts(shop.id, view.id, 1, Side.WINNERS, PageRequest(page.next_cursor, limit=3))
    found = (*page.items, *rest.items)
    assert {one.member for one in found} == set(members)
    assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
    assert list(queries.iterate_shifts(shop.id, view.id, 1, Side.WINNERS)) == list(found)
    assert queries.list_shifts(shop.id, view.id, 1, Side.LOSERS, PageRequest()).items == ()
    (fallen,) = queries.list_shifts(shop.id, view.id, 2, Side.DOWN, PageRequest()).items
    assert (fallen.member, fallen.tier_before, fallen.tier_after) == (members[1], "silver", "base")
    assert queries.list_shifts(shop.id, view.id, 2, Side.UP, PageRequest()).items == ()
    with pytest.raises(DraftUnknown):
        queries.list_shifts(shop.id, view.id, 3, Side.UP, PageRequest())


def test_members_are_spread_over_the_same_steps(answered) -> None:
    answer = answered(richer()).answer
    told = {(one.measure, one.wallet): one for one in answer.distributions}
    issued = told[Measure.ISSUED, "points"]
    assert {name for name, _ in issued.counts} == {"baseline", "draft-1"}
    assert {sum(counts) for _, counts in issued.counts} == {4}
    assert [name for name, _ in told[Measure.SPEND, ""].counts] == ["baseline"]


def test_a_refusal_fails_the_study_and_says_why(shop, ask) -> None:
    made = ask(since_on=date(2030, 1, 1))
    run_due()
    view = queries.study(shop.id, made.id)
    assert (view.state, view.failure["code"], view.answer) == (StudyState.FAILED, "study_slice_empty", None)
    with pytest.raises(StudyUnanswered):
        queries.list_shifts(shop.id, made.id, 1, Side.UP, PageRequest())


def test_a_fault_of_ours_fails_the_study_and_is_tried_again(shop, ask, monkeypatch) -> None:
    made = ask()
    with monkeypatch.context() as broken:
        broken.setattr(running, "write_shifts", lambda *_: 1 / 0)
        run_due()
    view = queries.study(shop.id, made.id)
    assert (view.state, view.failure["code"]) == (StudyState.FAILED, "internal_error")
    Job.objects.update(run_at="2026-01-01T00:00:00Z")
    run_due()
    assert queries.study(shop.id, made.id).state is StudyState.DONE


def test_after_a_kill_another_worker_begins_anew(shop, ask) -> None:
    made = ask()
    Job.objects.filter(pk=Study.objects.get().job_id).update(
        state="running", lease="gone", lease_until="2026-01-01T00:00:00Z", attempts=1
    )
    Study.objects.update(state="running", started_at=1)
    run_due()
    assert queries.study(shop.id, made.id).state is StudyState.DONE


def test_a_job_that_was_given_up_fails_the_study(shop, ask) -> None:
    made = ask()
    job = Job.objects.filter(pk=Study.objects.get().job_id)
    job.update(state="failed", error={"code": "job_worker_died", "params": {}}, finished_at="2026-01-01T00:00:00Z")
    view = queries.study(shop.id, made.id)
    assert (view.state, view.failure["code"]) == (StudyState.FAILED, "job_worker_died")
    assert queries.list_studies(shop.id, PageRequest()).items[0].state is StudyState.FAILED
    assert operations.run_again(shop.id, made.id, "ann").state is StudyState.WAITING


def test_nothing_comes_of_work_on_a_study_that_was_cancelled_meanwhile(shop, ask, monkeypatch) -> None:
    made = ask()
    kept = running.write_shifts

    def cancelled(*given: object) -> None:
        operations.cancel_study(shop.id, made.id, "bob")
        kept(*given)

    monkeypatch.setattr(running, "write_shifts", cancelled)
    run_due()
    assert queries.study(shop.id, made.id).state is StudyState.CANCELLED
    running.answer_study(made.id, Study.objects.get().job_id, lambda *_: None)
    assert queries.study(shop.id, made.id).state is StudyState.CANCELLED
    assert jobs.find_jobs([None]) == []


def test_an_answer_of_an_earlier_version_is_not_shown(shop, answered) -> None:
    view = answered()
    Study.objects.update(answer='{"other": "figures"}')
    old = queries.study(shop.id, view.id)
    assert (old.state, old.answer) == (StudyState.DONE, None)
