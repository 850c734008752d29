"""What every bench ends with: one line that says whether it met its bar."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured figure and its bar; `at_most` says on which side of it the figure is to lie."""

    name: str
    value: float
    bar: float
    at_most: bool
    also: bool = True

    @property
    def ok(self) -> bool:
        """Whether the figure and everything else that was asked for are as they should be."""
        met = self.value <= self.bar if self.at_most else self.value >= self.bar
        return met and self.also

    def line(self) -> str:
        """The last line of a bench."""
        return f"{self.name} figure {self.value:.3g} (bar {self.bar:g}) {'ok' if self.ok else 'short'}"


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes by the clock on the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_seconds(work: Callable[[], object], times: int = 3) -> float:
    """The median of some runs."""
    return statistics.median(seconds(work) for _ in range(times))
