"""Which runs are made: so many with drawn assumptions, and for the tornado each assumption at its ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from regulars.domain.responses.policy.assumptions import Drawn, draws_of, likely, varied
from regulars.domain.responses.policy.editing import Chance
from regulars.domain.responses.types import MARGIN, Assumptions

TORNADO_RUNS = 3
"""Seeded runs behind each end of a bar; the same at all of them, so that only the assumption differs."""


class Job(NamedTuple):
    """One run: values of the assumptions, and what chance depends on."""

    drawn: Drawn
    chance: Chance


@dataclass(frozen=True)
class Plan:
    """All runs of a draft: `runs` with drawn assumptions from a seed, then those of the tornado."""

    assumptions: Assumptions
    runs: int
    seed: int

    def ends(self) -> list[tuple[str, Drawn]]:
        """The corners of the tornado: each assumption of members with a range, low, then high, the others likely."""
        middle = likely(self.assumptions)
        return [
            (name, middle._replace(**{name: getattr(getattr(self.assumptions, name), end)}))
            for name in varied(self.assumptions)
            if name != MARGIN
            for end in ("low", "high")
        ]

    def jobs(self) -> list[Job]:
        """The runs in the order of `Plan`; of the tornado the one with all assumptions likely comes first."""
        return [*self._drawn(), *self._corners()]

    def _drawn(self) -> Iterator[Job]:
        for run, values in enumerate(draws_of(self.assumptions, self.seed, self.runs)):
            yield Job(values, Chance(self.seed, run))

    def _corners(self) -> Iterator[Job]:
        for values in (likely(self.assumptions), *(values for _, values in self.ends())):
            for run in range(TORNADO_RUNS):
                yield Job(values, Chance(self.seed, run))
