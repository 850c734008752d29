"""What is observed: a programme, and the history it is run over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regulars.domain.replay.types import Course
from regulars.engine.compile import CompiledProgramme

AT_ONCE = 100_000
"""Events that are read at once: few enough for several chunks side by side on a small history."""


@dataclass(frozen=True)
class Subject:
    """A programme and the history that it is observed on. `own`: the history is that of its ledger.

    `course`: members go through the versions that were in force, the last of which is `programme`.
    """

    programme: CompiledProgramme
    version: int
    history: Path
    own: bool = True
    at_once: int = AT_ONCE
    course: Course | None = None

    @property
    def programmes(self) -> tuple[CompiledProgramme, ...]:
        """All that read events."""
        others = () if self.course is None else tuple(one.compiled for one in self.course.versions.values())
        return (self.programme, *others)
