"""Reading a history as of several days: each day is opened by itself, so that nothing later can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.predictions.policy import questions
from regulars.domain.predictions.policy.snapshots import Outcome, Snapshot, outcome_of, snapshot_of
from regulars.domain.predictions.types import Subject
from regulars.engine.time import date_of, instant_of
from regulars.platform.sets import Sets


@dataclass
class Looker:
    """What was read so far: snapshots by day, and what members bought until the day as of which is predicted."""

    subject: Subject
    _snapshots: dict[int, Snapshot] = field(default_factory=dict)

    @contextmanager
    def as_of(self, day: int) -> Iterator[Sets]:
        """The history as it was known before the day."""
        midnight = datetime.combine(date_of(day), time(), ZoneInfo(self.subject.zone))
        before = instant_of(midnight) - 1
        with open_history_sets(LookedAt(self.subject.folder, self.subject.zone, before)) as sets:
            yield sets

    def snapshot(self, day: int) -> Snapshot:
        """Active members as of a day; read once."""
        if day not in self._snapshots:
            with self.as_of(day) as sets:
                self._snapshots[day] = snapshot_of(day, sets.frame(questions.features_sql(day)))
        return self._snapshots[day]

    def with_outcomes(self, sets: Sets, days: list[int], horizon: int) -> list[tuple[Snapshot, Outcome]]:
        """Snapshots with what followed each within the horizon, as `sets` know it."""
        found = []
        for day in days:
            snapshot = self.snapshot(day)
            found.append((snapshot, outcome_of(snapshot, sets.frame(questions.outcomes_sql(day, horizon)))))
        return found
