"""A process that sends its events at once, one by one and in batches, and notes every answer in a file.

It behaves as a server does: events that arrive together share a commit. What broke is sent again until it is
answered, and some events of its neighbours are sent, too. Started again, it goes on where its notes end. Told to,
it kills itself at a certain statement or commit, counted from the first answer, or loses its connection there.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench.faults.stream import event

SOURCE = "faults"
BATCH = 12
GIVE_UP = 200


@dataclass(frozen=True)
class Order:
    """What a sender is to do.

    `sender` of `senders`, up to event `until`; `notes` is its file of answers, `threads` of them send one by one and
    one more sends batches. `die_at` and `lose_every` count statements, 0: never.
    """

    programme_id: int
    sender: int
    senders: int
    until: int
    notes: str
    threads: int = 8
    die_at: int = 0
    lose_every: int = 0


class Notes:
    """The answers in a file: one line for each, in one write, so that a kill leaves no half of one."""

    def __init__(self, path: str) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.count = 0

    def add(self, name: str, status: str) -> None:
        """Note an answer."""
        os.write(self._handle, f"{name} {status}\n".encode())
        self.count += 1


def answers_in(path: Path) -> list[tuple[str, str]]:
    """Event and answer, in the order in which they were noted."""
    if not path.exists():
        return []
    lines = [line.split(" ") for line in path.read_text(encoding="ascii").splitlines()]
    return [(name, status) for name, status in lines]


def main(order: Order) -> None:
    """Send all that is not answered yet. Django must be ready."""
    notes = Notes(order.notes)
    Trouble(order, notes).watch()
    work = Work(order)
    jobs: list[Callable[[], None]] = [lambda: _send_singly(order, work, notes)] * order.threads
    jobs.append(lambda: _send_batches(order, work, notes))
    with ThreadPoolExecutor(len(jobs)) as threads:
        for done in [threads.submit(job) for job in jobs]:
            done.result()


class Work:
    """What is still to be sent, handed to one thread at a time."""

    def __init__(self, order: Order) -> None:
        answered = {name for name, _ in answers_in(Path(order.notes))}
        self._events = self._unanswered(order, answered)
        self._guard = threading.Lock()

    def take(self, count: int) -> list[dict[str, Any]]:
        """So many events, fewer at the end."""
        with self._guard:
            return list(islice(self._events, count))

    @staticmethod
    def _unanswered(order: Order, answered: set[str]) -> Iterator[dict[str, Any]]:
        dice = random.Random(len(answered))
        for number in range(order.until):
            sent = event(order.sender, number)
            if sent["id"] not in answered:
                yield sent
                if dice.random() < 0.1:
                    yield event(dice.randrange(order.senders), max(0, number - dice.randrange(5)))


def _send_singly(order: Order, work: Work, notes: Notes) -> None:
    from regulars.domain.intake.operations import accept_event

    while taken := work.take(1):
        sent = taken[0]
        answer = _insisting(lambda sent=sent: accept_event(order.programme_id, SOURCE, sent).answer)
        notes.add(sent["id"], _status(answer))


def _send_batches(order: Order, work: Work, notes: Notes) -> None:
    from regulars.domain.intake.operations import accept_events

    while taken := work.take(BATCH):
        answers = _insisting(lambda taken=taken: accept_events(order.programme_id, SOURCE, taken))
        for sent, answer in zip(taken, answers, strict=True):
            notes.add(sent["id"], _status(answer))


def _status(answer: Any) -> str:
    return str(answer.status.value) if hasattr(answer, "status") else "rejected"


def _insisting(send: Callable[[], Any]) -> Any:
    """Send until there is an answer to everything, as a till does whose call ended in an error."""
    from django.db import close_old_connections

    for _ in range(GIVE_UP):
        try:
            close_old_connections()
            answer = send()
            if all(_status(one) != "failed" for one in (answer if isinstance(answer, list) else [answer])):
                return answer
            sys.stderr.write("again after a failure\n")
        except Exception as error:  # noqa: BLE001 - whatever it was, it is sent again
            sys.stderr.write(f"again after {error!r}\n")
        time.sleep(0.02)
    raise RuntimeError(f"no answer after {GIVE_UP} attempts")


class Trouble:
    """Counts statements and commits from the first answer on, and does what the order says."""

    def __init__(self, order: Order, notes: Notes) -> None:
        self._order = order
        self._notes = notes
        self._count = 0

    def watch(self) -> None:
        """Count on every connection that is opened from now on."""
        from django.db.backends.signals import connection_created

        connection_created.connect(self._opened, weak=False)

    def _opened(self, connection: Any, **_: Any) -> None:
        if self._execute not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._execute)
            commit = connection.commit

            def commit_in_trouble() -> None:
                self._step(connection)
                commit()
                self._step(connection)

            connection.commit = commit_in_trouble

    def _execute(self, execute: Any, text: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        self._step(context["connection"])
        return execute(text, parameters, many, context)

    def _step(self, connection: Any) -> None:
        if not self._notes.count:
            return
        self._count += 1
        if self._count == self._order.die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._order.lose_every and self._count % self._order.lose_every == 0:
            connection.connection.close()
