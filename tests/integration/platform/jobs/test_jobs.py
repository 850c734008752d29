from datetime import timedelta

import pytest
from django.db import transaction

from regulars.platform import jobs
from regulars.platform.errors import Refused
from regulars.platform.jobs import registry
from regulars.platform.jobs.running import LEASE, LeaseLost
from regulars.platform.models import Job

pytestmark = pytest.mark.django_db


class TooLate(Refused):
    """A refusal for these tests."""

    code = "too_late"


@pytest.fixture
def tasks(monkeypatch):
    """A registry of its own for each test."""
    monkeypatch.setattr(registry, "_tasks", {})


def test_a_job_runs_once_and_keeps_its_result(tasks, frozen_clock) -> None:
    seen = []

    @jobs.task("test.add")
    def add(job: jobs.RunningJob) -> dict[str, int]:
        seen.append(job.payload)
        job.report(1, total=2)
        return {"sum": sum(job.payload["numbers"])}

    number = jobs.enqueue("test.add", {"numbers": [1, 2]}, actor="ann")
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    view = jobs.find_job(number)
    assert seen == [{"numbers": [1, 2]}]
    assert (view.state, view.result, view.progress_done, view.progress_total) == ("done", {"sum": 3}, 1, 2)
    assert (view.attempts, view.actor, view.finished_at) == (1, "ann", frozen_clock.instant)


def test_a_job_exists_only_when_its_transaction_commits(tasks) -> None:
    @transaction.atomic
    def enqueue_and_fail() -> None:
        jobs.enqueue("test.add", {})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert jobs.list_jobs("test.add") == []


def test_a_job_waits_for_its_time(tasks, frozen_clock) -> None:
    jobs.task("test.later")(lambda job: None)
    jobs.enqueue("test.later", {}, run_at=frozen_clock.instant + timedelta(hours=1))
    assert jobs.run_due() == 0
    frozen_clock.advance(timedelta(hours=1))
    assert jobs.run_due() == 1


def test_a_failure_is_tried_again_with_growing_pauses_and_then_given_up(tasks, frozen_clock, caplog) -> None:
    @jobs.task("test.fail", attempts=3)
    def fail(job: jobs.RunningJob) -> None:
        raise OSError(f"attempt {job.attempt}")

    number = jobs.enqueue("test.fail", {})
    pauses = []
    for _ in range(2):
        assert jobs.run_due() == 1
        pauses.append(jobs.find_job(number).run_at - frozen_clock.instant)
        assert jobs.run_due() == 0
        frozen_clock.advance(pauses[-1])
    assert pauses == [timedelta(seconds=5), timedelta(seconds=10)]
    assert jobs.run_due() == 1
    view = jobs.find_job(number)
    assert (view.state, view.attempts) == ("failed", 3)
    assert view.error == {"code": "job_failed", "params": {"reason": "OSError: attempt 3"}}


def test_a_refusal_of_the_domain_is_final(tasks, caplog) -> None:
    @jobs.task("test.refuse")
    def refuse(job: jobs.RunningJob) -> None:
        raise TooLate(day="2026-01-01")

    number = jobs.enqueue("test.refuse", {})
    jobs.run_due()
    view = jobs.find_job(number)
    assert (view.state, view.attempts) == ("failed", 1)
    assert view.error == {"code": "too_late", "params": {"day": "2026-01-01"}}


def test_one_job_of_a_key_at_a_time(tasks) -> None:
    jobs.task("test.once")(lambda job: None)
    assert jobs.enqueue("test.once", {}, key="a") is not None
    assert jobs.enqueue("test.once", {}, key="a") is None
    assert jobs.enqueue("test.once", {}, key="b") is not None
    assert jobs.run_due() == 2
    assert jobs.enqueue("test.once", {}, key="a") is not None


def test_a_job_whose_worker_died_goes_on_from_its_checkpoint(tasks, frozen_clock) -> None:
    starts = []

    @jobs.task("test.resume")
    def resume(job: jobs.RunningJob) -> None:
        starts.append((job.attempt, job.checkpoint))
        job.report(10, checkpoint={"row": 10})
        if job.attempt == 1:
            raise KeyboardInterrupt

    number = jobs.enqueue("test.resume", {})
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due()
    assert jobs.run_due() == 0
    frozen_clock.advance(LEASE + timedelta(seconds=1))
    assert jobs.run_due() == 1
    assert starts == [(1, None), (2, {"row": 10})]
    assert jobs.find_job(number).state == "done"


def test_a_job_that_kills_its_workers_is_given_up(tasks, frozen_clock) -> None:
    @jobs.task("test.deadly", attempts=2)
    def deadly(job: jobs.RunningJob) -> None:
        raise KeyboardInterrupt

    number = jobs.enqueue("test.deadly", {})
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            jobs.run_due()
        frozen_clock.advance(LEASE + timedelta(seconds=1))
    assert jobs.run_due() == 0
    assert jobs.find_job(number).error == {"code": "job_worker_died", "params": {}}


def test_a_worker_that_lost_its_lease_cannot_report(tasks, frozen_clock, caplog) -> None:
    @jobs.task("test.slow")
    def slow(job: jobs.RunningJob) -> None:
        Job.objects.filter(pk=job.id).update(lease="another")
        with pytest.raises(LeaseLost):
            job.report(1)
        job.report(2)

    number = jobs.enqueue("test.slow", {})
    jobs.run_due()
    view = jobs.find_job(number)
    assert (view.state, view.progress_done) == ("running", 0)
    assert "cancelled or taken up" in caplog.text


def test_a_cancelled_job_ends_at_its_next_report(tasks, caplog) -> None:
    steps = []

    @jobs.task("test.cancel")
    def cancelled(job: jobs.RunningJob) -> None:
        for step in range(3):
            job.report(step)
            steps.append(step)
            jobs.cancel(job.id)

    number = jobs.enqueue("test.cancel", {})
    jobs.run_due()
    assert steps == [0]
    assert jobs.find_job(number).state == "cancelled"
    assert jobs.cancel(number) is False


def test_a_worker_that_stops_puts_the_job_back(tasks) -> None:
    @jobs.task("test.stop")
    def stopping(job: jobs.RunningJob) -> None:
        job.report(5, checkpoint={"row": 5})
        job.stop.set()
        job.report(6)

    number = jobs.enqueue("test.stop", {})
    assert jobs.run_due() == 1
    view = jobs.find_job(number)
    assert (view.state, view.attempts, view.progress_done) == ("waiting", 0, 5)


def test_a_job_that_is_not_there_is_missing() -> None:
    with pytest.raises(jobs.JobMissing) as refused:
        jobs.find_job(404)
    assert refused.value.params == {"job": 404}


def test_two_tasks_cannot_share_a_name(tasks) -> None:
    jobs.task("test.name")(test_a_job_waits_for_its_time)
    with pytest.raises(ValueError, match=r"test\.name"):
        jobs.task("test.name")(test_one_job_of_a_key_at_a_time)
