"""Members as of a day, with what they did afterwards where that is known: what models learn from and are tested on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from regulars.domain.predictions.policy.features import Matrix, active, matrix_of
from regulars.domain.predictions.policy.fitting import Floats, Numbers

_STEPS = ((60, 30), (0, 20))
"""Days between the days that are learned from, by the least horizon for which they hold."""
LEARNED = 4
"""From how many days is learned, for each horizon."""
RUN_UP = 60
"""Days of history that there must be before the earliest of them."""


@dataclass(frozen=True)
class Snapshot:
    """Active members as of a day."""

    day: int
    frame: pl.DataFrame
    matrix: Matrix

    @property
    def members(self) -> int:
        """How many there are."""
        return self.frame.height

    def column(self, name: str) -> Floats:
        """A column as numbers; nothing where there is no value."""
        return self.frame[name].cast(pl.Float64).fill_null(0.0).to_numpy()


def snapshot_of(day: int, features: pl.DataFrame) -> Snapshot:
    """Who bought lately, of all who ever bought before the day."""
    frame = active(features)
    return Snapshot(day, frame, matrix_of(frame))


@dataclass(frozen=True)
class Outcome:
    """What the members of a snapshot did within a horizon: purchases, spend, days until the first (nan: none)."""

    bought: Floats
    spent: Floats
    wait: Floats


def outcome_of(snapshot: Snapshot, later: pl.DataFrame) -> Outcome:
    """From the answer to `outcomes_sql`."""
    told = snapshot.frame.select("member").join(later, on="member", how="left", maintain_order="left")
    bought, spent = (told[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in ("bought", "spent"))
    wait = told["next_day"].cast(pl.Float64).fill_null(np.nan).to_numpy() - snapshot.day
    return Outcome(bought, spent, wait)


@dataclass(frozen=True)
class Learned:
    """Snapshots with their outcomes, one below the other."""

    values: Floats
    members: Numbers
    outcome: Outcome
    snapshots: tuple[Snapshot, ...]

    def column(self, name: str) -> Floats:
        """A column of the features over all snapshots."""
        return np.concatenate([one.column(name) for one in self.snapshots])


def learned(pairs: list[tuple[Snapshot, Outcome]]) -> Learned:
    """One below the other."""
    outcomes = [outcome for _, outcome in pairs]
    return Learned(
        np.vstack([one.matrix.values for one, _ in pairs]),
        np.concatenate([one.frame["member"].cast(pl.Int64).to_numpy() for one, _ in pairs]),
        Outcome(
            np.concatenate([one.bought for one in outcomes]),
            np.concatenate([one.spent for one in outcomes]),
            np.concatenate([one.wait for one in outcomes]),
        ),
        tuple(one for one, _ in pairs),
    )


def learning_days(until: int, horizon: int, first_day: int) -> list[int]:
    """The days to learn from where everything before `until` is known: their horizons end by then. May be none."""
    apart = next(days for least, days in _STEPS if horizon >= least)
    days = [until - horizon - apart * step for step in range(LEARNED)]
    return [day for day in days if day - first_day >= RUN_UP]
