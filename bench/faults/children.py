"""Senders in processes of their own, from the point of view of whoever starts and kills them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from bench.children import ROOT
from bench.faults.sender import Order, answers_in

PATIENCE = 90


class Nursery:
    """A process that forks senders, one at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._child = process.pid
        self._read = b""

    def bear(self, order: Order) -> int:
        """Start a sender and return the number of its process."""
        if self._process.stdin is None:
            raise RuntimeError("the nursery was started with a pipe")
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._process.stdin.flush()
        self._child = self._told()
        return self._child

    def end_of_child(self) -> int:
        """Wait for the end of the sender: 0, or minus the signal that killed it."""
        status = self._told()
        self._child = self._process.pid
        return status

    def abandon(self) -> None:
        """End the sender and its nursery: one that is left alone would send without end."""
        for number in {self._child, self._process.pid}:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _told(self) -> int:
        """The next line; a sender that does not come to its end is told to dump its core, and raised about."""
        if self._process.stdout is None:
            raise RuntimeError("the nursery was started with a pipe")
        handle = self._process.stdout.fileno()
        while b"\n" not in self._read:
            if not select.select([handle], [], [], PATIENCE)[0]:
                os.kill(self._child, signal.SIGABRT)
                raise RuntimeError("a sender did not come to its end")
            piece = os.read(handle, 100)
            if not piece:
                raise RuntimeError("the nursery has ended")
            self._read += piece
        line, _, self._read = self._read.partition(b"\n")
        return int(line)


@contextmanager
def nursery(environment: Mapping[str, str], log: Path) -> Iterator[Nursery]:
    """A nursery whose senders meet the database that the environment names; what they complain of goes to the log."""
    command = [sys.executable, "-m", "bench.faults.nursery"]
    pipe = subprocess.PIPE
    with (
        log.open("ab") as said,
        subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdin=pipe, stdout=pipe, stderr=said) as process,
    ):
        home = Nursery(process)
        try:
            yield home
        except BaseException:
            home.abandon()
            raise


def killed_after(home: Nursery, order: Order, seconds: float) -> bool:
    """Kill a sender so long after its first answer; whether it was hit, and had not come to its end."""
    notes = Path(order.notes)
    before = notes.stat().st_size if notes.exists() else 0
    child = home.bear(order)
    end = time.monotonic() + PATIENCE
    while not notes.exists() or notes.stat().st_size == before:
        if time.monotonic() > end:
            raise RuntimeError(f"sender {order.sender} does not answer")
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return home.end_of_child() == -signal.SIGKILL


def killed_by_itself(home: Nursery, order: Order) -> bool:
    """Let a sender die at the statement that its order names; whether it did."""
    home.bear(order)
    return home.end_of_child() == -signal.SIGKILL


def furthest(notes: Path) -> int:
    """The highest number of an event that any sender noted."""
    names = [name for path in notes.iterdir() for name, _ in answers_in(path)]
    return max((int(name.split("-")[1]) for name in names), default=0)


def finish(home: Nursery, order: Order) -> None:
    """Let a sender send what is not answered and end by itself."""
    home.bear(order)
    status = home.end_of_child()
    if status:
        raise RuntimeError(f"sender {order.sender} ended with {status}")
