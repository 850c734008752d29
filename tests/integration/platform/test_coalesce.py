import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from regulars.platform.coalesce import Coalescer
from regulars.platform.errors import Busy

pytestmark = pytest.mark.django_db(transaction=True)


class Doubler:
    """A handler that notes its batches, and waits for `go` when told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.threads: set[str] = set()
        self.go = threading.Event()
        self.go.set()
        self.entered = threading.Semaphore(0)

    def __call__(self, items: list[int]) -> list[int | BaseException]:
        self.entered.release()
        self.go.wait(10)
        self.batches.append(items)
        self.threads.add(threading.current_thread().name)
        return [ValueError(item) if item < 0 else 2 * item for item in items]


@pytest.fixture
def doubler():
    return Doubler()


def test_items_that_wait_share_a_batch(doubler) -> None:
    coalescer = Coalescer(doubler, max_items=3)
    doubler.go.clear()
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(coalescer.submit, 1)
        doubler.entered.acquire()
        rest = [pool.submit(coalescer.submit, number) for number in (2, 3, 4, 5)]
        while len(coalescer._waiting) < 4:
            pass
        doubler.go.set()
        assert [future.result() for future in [first, *rest]] == [2, 4, 6, 8, 10]
    coalescer.close()
    assert [len(batch) for batch in doubler.batches] == [1, 3, 1]
    assert doubler.threads == {"coalescer"}


def test_callers_that_come_back_at_once_stay_together() -> None:
    batches: list[int] = []

    def slow(items: list[int]) -> list[int]:
        batches.append(len(items))
        time.sleep(0.1)
        return items

    coalescer = Coalescer(slow)
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(lambda: [coalescer.submit(number) for number in range(4)]) for _ in range(4)]:
            assert future.result() == [0, 1, 2, 3]
    coalescer.close()
    assert sum(batches) == 16
    assert len(batches) <= 6  # without gathering they would come as 1, 3, 1, 3, 1, 3, 1, 3


def test_one_bad_item_fails_alone(doubler) -> None:
    coalescer = Coalescer(doubler)
    with pytest.raises(ValueError, match="-1"):
        coalescer.submit(-1)
    assert coalescer.submit(4) == 8
    coalescer.close()


def test_a_handler_that_raises_fails_its_batch_and_the_next_goes_on(caplog) -> None:
    def once(items: list[int]) -> list[int]:
        if items == [1]:
            raise OSError("disk")
        return items if items != [3] else []

    coalescer = Coalescer(once)
    with pytest.raises(OSError, match="disk"):
        coalescer.submit(1)
    assert coalescer.submit(2) == 2
    with pytest.raises(RuntimeError, match="0 results for 1 items"):
        coalescer.submit(3)
    coalescer.close()


def test_a_full_queue_says_busy_after_its_patience(doubler) -> None:
    coalescer = Coalescer(doubler, max_waiting=1, patience=0.05)
    doubler.go.clear()
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(coalescer.submit, 1)
        doubler.entered.acquire()
        waiting = pool.submit(coalescer.submit, 2)
        while not coalescer._waiting:
            pass
        with pytest.raises(Busy) as refused:
            coalescer.submit(3)
        assert (refused.value.code, refused.value.params) == ("busy", {})
        doubler.go.set()
        assert [running.result(), waiting.result()] == [2, 4]
    coalescer.close()


def test_closing_finishes_what_waits_and_refuses_the_rest(doubler) -> None:
    coalescer = Coalescer(doubler, max_items=1)
    doubler.go.clear()
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(coalescer.submit, number) for number in (1, 2)]
        doubler.entered.acquire()
        while not coalescer._waiting:
            pass
        closing = pool.submit(coalescer.close)
        doubler.go.set()
        closing.result()
        assert sorted(future.result() for future in futures) == [2, 4]
    with pytest.raises(Busy):
        coalescer.submit(3)


def test_inside_a_transaction_the_handler_runs_in_the_callers_thread(doubler) -> None:
    coalescer = Coalescer(doubler)
    with transaction.atomic():
        assert coalescer.submit(4) == 8
        with pytest.raises(ValueError, match="-1"):
            coalescer.submit(-1)
    assert doubler.threads == {threading.current_thread().name}
