"""A function in a forked child: what it changes there is gone afterwards, and it may be stopped."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")
GRACE_SECONDS = 5


class TookTooLong(BaseException):
    """Raised in the child when its time is up; no `except Exception` on the way keeps it."""


def forked(function: Callable[[], Value], seconds: float) -> Value:
    """What a picklable function returns in a child of its own; raises `TookTooLong`, or `RuntimeError` for a crash."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(function, seconds, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        raise RuntimeError("the child died without an answer")
    value = pickle.loads(told)  # noqa: S301 - our own child wrote it
    if isinstance(value, TookTooLong):
        raise value
    return value


def _answer(function: Callable[[], Any], seconds: float, writing: int) -> None:
    """In the child: run the function, write its answer, and end without anything that the parent has planned."""
    limited(seconds)
    # What runs in C sees no exception: a signal with its default action ends the child then.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds + GRACE_SECONDS)
    try:
        answer = function()
    except TookTooLong as late:
        answer = late
    with os.fdopen(writing, "wb") as pipe:
        pickle.dump(answer, pipe)
    sys.stdout.flush()
    os._exit(0)


def limited(seconds: float) -> None:
    """From now, `TookTooLong` after this time; a new call begins anew, 0 ends it."""

    def stop(*_: object) -> None:
        raise TookTooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
