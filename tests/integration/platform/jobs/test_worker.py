"""Workers as threads and as processes, on a real database, with a real `kill -9`."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from regulars.platform import clock, jobs
from regulars.platform.jobs import registry
from regulars.platform.jobs.running import LEASE
from regulars.platform.jobs.worker import work
from regulars.platform.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

CHILD = Path(__file__).with_name("counting_worker.py")


@pytest.fixture
def tasks(monkeypatch):
    """A registry of its own for each test."""
    monkeypatch.setattr(registry, "_tasks", {})


def wait_until(condition, seconds: float = 30.0) -> None:
    """Look again and again until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        threading.Event().wait(0.02)


def test_a_worker_thread_does_what_is_enqueued_and_stops(tasks) -> None:
    done = threading.Event()

    @jobs.task("test.thread")
    def noted(job: jobs.RunningJob) -> None:
        done.set()

    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,))
    worker.start()
    number = jobs.enqueue("test.thread", {})
    assert done.wait(10)
    wait_until(lambda: jobs.find_job(number).state == "done")
    stop.set()
    worker.join(10)
    assert not worker.is_alive()


def test_a_periodic_task_is_always_waiting_once(tasks) -> None:
    jobs.task("test.nightly", every=timedelta(hours=24))(lambda job: None)
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,))
    worker.start()
    wait_until(lambda: len(jobs.list_jobs("test.nightly")) == 1)
    jobs.queue.arrived.set()
    stop.set()
    worker.join(10)
    (view,) = jobs.list_jobs("test.nightly")
    assert timedelta(hours=23) < view.run_at - clock.now() <= timedelta(hours=24)


def test_two_workers_never_take_the_same_job(tasks) -> None:
    taken = []
    jobs.task("test.share")(lambda job: taken.append(job.id))
    numbers = [jobs.enqueue("test.share", {}) for _ in range(20)]
    stop = threading.Event()
    workers = [threading.Thread(target=work, args=(stop,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    wait_until(lambda: Job.objects.filter(state="done").count() == 20)
    stop.set()
    for worker in workers:
        worker.join(10)
    assert sorted(taken) == sorted(numbers)


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice(child_environment) -> None:
    number = jobs.enqueue("test.count", {"steps": 30})
    first = subprocess.Popen([sys.executable, str(CHILD)], env=child_environment)
    wait_until(lambda: jobs.find_job(number).progress_done >= 5)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    reached = jobs.find_job(number)
    assert reached.state == "running"
    assert reached.progress_done < 30

    Job.objects.filter(pk=number).update(lease_until=clock.now() - LEASE)
    subprocess.run([sys.executable, str(CHILD), "once"], env=child_environment, check=True, timeout=60)
    view = jobs.find_job(number)
    assert (view.state, view.attempts, view.progress_done) == ("done", 2, 30)
    assert view.result == {"counted": 30, "began_at": reached.progress_done}
    assert Job.objects.filter(kind="test.counted").count() == 30
