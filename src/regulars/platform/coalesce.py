"""Group commit: requests that arrive together share one call of a handler, run by one writer thread.

While the writer commits one batch the next one gathers; under load a commit therefore serves many requests. After a
batch of several the writer gives those callers a moment to come back with their next request, at most half as long as
the batch took: a batch costs much more than one more item in it. A lone request waits for nobody. A caller is
answered only after the handler has returned, which is after its commit.

The handler takes a list of items and returns one result for each, in order, or raises, which fails the whole
batch. Keeping one bad item from failing its neighbours is the handler's business: it may return an exception as
the result of an item, which is raised in that item's caller.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import close_old_connections, connection, connections

from regulars.platform.errors import Busy

Item = TypeVar("Item")
Result = TypeVar("Result")

LONGEST_GATHERING = 0.02
"""Seconds for which a writer waits for callers to come back, at most."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket(Generic[Item, Result]):
    """An item and the promise of its result."""

    item: Item
    future: Future[Result]


class Coalescer(Generic[Item, Result]):
    """One queue and one writer thread, which starts with the first item, and anew in a forked process."""

    def __init__(
        self,
        handler: Callable[[list[Item]], Sequence[Result | BaseException]],
        max_items: int = 500,
        max_waiting: int = 5_000,
        patience: float = 10.0,
    ) -> None:
        """Batches of at most `max_items`; at most `max_waiting` wait, further callers wait `patience` seconds."""
        self._handler = handler
        self._max_items = max_items
        self._max_waiting = max_waiting
        self._patience = patience
        self._waiting: deque[Ticket[Item, Result]] = deque()
        self._guard = threading.Lock()
        self._filled = threading.Condition(self._guard)
        self._emptied = threading.Condition(self._guard)
        self._writer: threading.Thread | None = None
        self._closed = False
        self._wanted = 1
        self._last_size = 0
        self._last_seconds = 0.0

    def submit(self, item: Item) -> Result:
        """Hand in an item and wait for its result; raises Busy when the queue stays full, or what the handler raised.

        A caller that is inside a transaction gets its batch of one at once in that transaction: another thread
        would not see its rows, and on SQLite would wait for it for ever.
        """
        if connection.in_atomic_block:
            return _taken(self._handler([item])[0])
        future: Future[Result] = Future()
        with self._guard:
            if not self._emptied.wait_for(self._has_room, self._patience) or self._closed:
                raise Busy
            self._waiting.append(Ticket(item, future))
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, name="coalescer", daemon=True)
                self._writer.start()
            if len(self._waiting) >= self._wanted:
                self._filled.notify()
        return future.result()

    def close(self) -> None:
        """Refuse further items, finish those that wait, and end the writer thread."""
        with self._guard:
            self._closed = True
            self._filled.notify_all()
            self._emptied.notify_all()
        if self._writer is not None:
            self._writer.join()

    def _has_room(self) -> bool:
        return self._closed or len(self._waiting) < self._max_waiting

    def _write(self) -> None:
        try:
            while batch := self._next_batch():
                started = time.monotonic()
                self._answer(batch)
                self._last_size, self._last_seconds = len(batch), time.monotonic() - started
        finally:
            connections.close_all()

    def _next_batch(self) -> list[Ticket[Item, Result]]:
        """Wait for items and take what is there, up to a batch; empty when closed and nothing is left."""
        with self._guard:
            self._filled.wait_for(lambda: self._waiting or self._closed)
            if self._last_size > 1:
                self._gather()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._max_items))]
            self._emptied.notify(len(batch))
        return batch

    def _gather(self) -> None:
        """Wait for the callers of the last batch to come back, but not for long."""
        self._wanted = min(len(self._waiting) + self._last_size, self._max_items)
        patience = min(self._last_seconds / 2, LONGEST_GATHERING)
        self._filled.wait_for(lambda: len(self._waiting) >= self._wanted or self._closed, patience)
        self._wanted = 1

    def _answer(self, batch: list[Ticket[Item, Result]]) -> None:
        try:
            close_old_connections()
            results = self._handler([ticket.item for ticket in batch])
            if len(results) != len(batch):
                raise RuntimeError(f"the handler gave {len(results)} results for {len(batch)} items")
        except Exception as error:  # noqa: BLE001 - whatever it was, every caller must be answered
            _log.exception("a batch of %d failed", len(batch))
            results = [error] * len(batch)
        for ticket, result in zip(batch, results, strict=True):
            if isinstance(result, BaseException):
                ticket.future.set_exception(result)
            else:
                ticket.future.set_result(result)


def _taken(result: Result | BaseException) -> Result:
    if isinstance(result, BaseException):
        raise result
    return result
