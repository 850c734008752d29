"""Which function does which kind of job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from regulars.platform.jobs.running import RunningJob

Handler = Callable[[RunningJob], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Task:
    """A registered task: what it does, how often it is tried, and when it comes by itself."""

    kind: str
    handler: Handler
    attempts: int
    every: timedelta | None


_tasks: dict[str, Task] = {}


def task(kind: str, attempts: int = 5, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Register a function for a kind of job; with `every`, workers see to it that one is always waiting.

    The function must bear being run again from its last checkpoint. What it returns is kept as the job's result.
    """

    def register(handler: Handler) -> Handler:
        known = _tasks.get(kind)
        if known is not None and known.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"two tasks are called {kind}")
        _tasks[kind] = Task(kind, handler, attempts, every)
        return handler

    return register


def find_task(kind: str) -> Task | None:
    """The task of this kind, if this process knows one."""
    return _tasks.get(kind)


def known_kinds() -> tuple[str, ...]:
    """All registered kinds."""
    return tuple(_tasks)


def periodic_tasks() -> list[Task]:
    """The tasks that come by themselves."""
    return [found for found in _tasks.values() if found.every is not None]
