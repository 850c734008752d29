"""Clusters and a tree from a history, judged on what came later, and everybody's group at the ends of months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.clusters.errors import ClustersTooFew, ClustersTooShort
from regulars.domain.clusters.operations.sheets import Findings, sheets_of
from regulars.domain.clusters.policy import questions
from regulars.domain.clusters.policy.choosing import chosen_means
from regulars.domain.clusters.policy.growing import grown, leaves_of
from regulars.domain.clusters.policy.judging import judged
from regulars.domain.clusters.policy.learning import nearest
from regulars.domain.clusters.policy.naming import names_of
from regulars.domain.clusters.policy.scaling import scaled
from regulars.domain.clusters.types import Labels, Leaf, Means
from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.engine.months import month_ends
from regulars.engine.time import date_of, zone_table
from regulars.platform.sets import Sets
from regulars.platform.sheets import Note, Sheet

WINDOW = 180
"""Days before an instant that features look at."""

HORIZON = 90
"""Days after it on which groups are judged."""

FEWEST = 200
MONTHS = 6
STEPS = 5
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """Of which history groups are made, with days of which zone, as of which instant."""

    folder: Path
    zone: str
    as_of: int


@dataclass(frozen=True)
class Computed:
    """What came of it: everybody's features and groups by day, and the tables."""

    as_of: date
    values: pl.DataFrame
    months: pl.DataFrame
    names: pl.DataFrame
    members: int
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]

    @property
    def covered(self) -> int:
        """Members in a group."""
        return self.values.height


def compute(asked: Asked, progress: Progress = lambda _done, _all: None) -> Computed:
    """Make groups; raises ClustersTooFew, ClustersTooShort, HistoryMissing and HistoryEmpty. Nothing is stored.

    Clusters are fitted on what was known HORIZON days before the instant, in a view of the history that ends there;
    the tree on what was known HORIZON days before that, with what came in between.
    """
    zone = zone_table(asked.zone)
    day = zone.day_of(asked.as_of)
    with open_history_sets(LookedAt(asked.folder, asked.zone, asked.as_of)) as sets:
        first = _first_day(sets, day)
        later = sets.frame(questions.later_sql(day - HORIZON, day))
        days = month_ends(max(first + WINDOW, day - 31 * MONTHS), day, MONTHS)
        months = sets.frame(questions.features_sql(days, WINDOW))
        members = int(sets.frame(questions.EVERYBODY).item())
    progress(1, STEPS)
    known = _known_on(asked, day - HORIZON)
    if known.height < FEWEST:
        raise ClustersTooFew(members=known.height, needed=FEWEST)
    means = chosen_means(known)
    progress(2, STEPS)
    leaves = _tree(asked, first, day) if day - first >= 3 * HORIZON else ()
    progress(3, STEPS)
    months = _grouped(months, means, leaves)
    found = Findings(means, names_of(means), leaves, _with_later(_grouped(known, means, leaves), later), months)
    sheets = sheets_of(found, [(name, judged(*arrays)) for name, arrays in _judged(found)], date_of(day))
    progress(STEPS, STEPS)
    values = months.filter(pl.col("as_of_day") == day)
    notes = _notes(means, members - values.height, day, first)
    return Computed(date_of(day), values, months, _names(found), members, sheets, notes)


def _names(found: Findings) -> pl.DataFrame:
    """The name of each cluster."""
    numbered = list(enumerate(found.names, start=1))
    return pl.DataFrame(numbered, schema={"cluster": pl.Int64, "cluster_name": pl.String}, orient="row")


def _first_day(sets: Sets, day: int) -> int:
    first, _last, buyers = sets.frame(questions.BEGUN).row(0)
    if not buyers:
        raise ClustersTooFew(members=0, needed=FEWEST)
    if day - first < 2 * HORIZON:
        raise ClustersTooShort(days=day - first, needed=2 * HORIZON)
    return int(first)


def _known_on(asked: Asked, day: int) -> pl.DataFrame:
    """The features that were known at the end of a day, from a view that sees nothing later."""
    end = int(zone_table(asked.zone).midnights[day + 1]) - 1
    with open_history_sets(LookedAt(asked.folder, asked.zone, end)) as sets:
        return sets.frame(questions.features_sql([day], WINDOW))


def _tree(asked: Asked, first: int, day: int) -> tuple[Leaf, ...]:
    """The tree of features of two horizons ago on the spend of the horizon after, which ended one horizon ago."""
    begun, middle = day - 2 * HORIZON, day - HORIZON
    known = _known_on(asked, begun)
    if known.height < FEWEST or begun <= first:
        return ()
    end = int(zone_table(asked.zone).midnights[middle + 1]) - 1
    with open_history_sets(LookedAt(asked.folder, asked.zone, end)) as sets:
        later = sets.frame(questions.later_sql(begun, middle))
    spend = _with_later(known, later)["later_spend"].to_numpy().astype(np.float64)
    return grown(known, spend)


def _grouped(members: pl.DataFrame, means: Means, leaves: tuple[Leaf, ...]) -> pl.DataFrame:
    """The frame with `cluster` and `leaf`, both from 1 on; leaf 0 where there is no tree."""
    clusters = nearest(scaled(members, means.scale), np.array(means.centres)) + 1
    segments: Labels = np.zeros(members.height, dtype=np.int64)
    if leaves:
        segments = leaves_of(members, tuple(one.rule for one in leaves)) + 1
    return members.with_columns(cluster=pl.Series(clusters), leaf=pl.Series(segments))


def _with_later(known: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    told = known.join(later, on="member", how="left")
    return told.with_columns(pl.col("later_purchases", "later_spend").fill_null(0))


def _judged(found: Findings) -> list[tuple[str, tuple[Labels, np.ndarray, np.ndarray]]]:
    """What is judged: the groups, and what members spent and bought since."""
    spend = found.known["later_spend"].to_numpy().astype(np.float64)
    bought = found.known["later_purchases"].to_numpy().astype(np.float64)
    wanted = ["cluster", *(["leaf"] if found.leaves else [])]
    names = {"cluster": "clusters", "leaf": "tree"}
    return [(names[one], (found.known[one].to_numpy().astype(np.int64), spend, bought)) for one in wanted]


def _notes(means: Means, left_out: int, day: int, first: int) -> tuple[Note, ...]:
    notes = [Note("clusters_made_of", {"date": date_of(day - HORIZON).isoformat()})]
    if not means.stable:
        notes.append(Note("clusters_unstable"))
    if left_out > 0:
        notes.append(Note("clusters_left_out", {"members": left_out}))
    if day - first < 3 * HORIZON:
        notes.append(Note("clusters_no_tree", {"days": day - first, "needed": 3 * HORIZON}))
    return tuple(notes)
