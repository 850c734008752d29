"""Estimating how members respond from what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from regulars.domain.history.queries import Slice
from regulars.domain.history.queries.chunks import AT_ONCE, WHOLE
from regulars.domain.replay.policy.parts import Part
from regulars.domain.replay.types import Candidate
from regulars.domain.responses.operations.parts import (
    Scene,
    Under,
    Whole,
    parts_of,
    quick,
    scene_of,
    side_of,
    standings_in,
)
from regulars.domain.responses.policy.answering import Side
from regulars.domain.responses.policy.changes import WINDOW, Watched, elasticity_of, joined, watched_of
from regulars.domain.responses.policy.contrasts import Doubt
from regulars.domain.responses.policy.estimating import Estimate, Spent, Way, pull_of, redemption_of, reset_of
from regulars.domain.responses.policy.lived import purchases_of
from regulars.domain.responses.policy.nearness import WEEK_DAYS
from regulars.domain.responses.policy.panel import Panel, panel_of, together
from regulars.domain.responses.queries.changes import Change, Past
from regulars.engine.outcome import Transaction, TransactionKind

EVENTS = 2_000_000
"""Events that estimates are made from; of a longer history a share of the members."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Observation:
    """A history that was lived under a programme, and how near and recent are meant.

    `past` is what the programme was before; None where that is not known.
    """

    history: Path
    programme: Candidate
    within_percent: int
    reset_days: int
    seed: int = 1
    past: Past | None = None
    part: Slice = field(default_factory=Slice)
    at_once: int = AT_ONCE


def estimate_responses(observed: Observation, progress: Progress = lambda _done, _all: None) -> tuple[Estimate, ...]:
    """An estimate of each assumption about members, or why the data cannot tell; raises what a replay raises."""
    programme = observed.programme.programme
    whole = Whole(observed.history, observed.part, observed.at_once)
    everybody = scene_of(whole, WHOLE, programme)
    share = quick(sum(chunk.events for chunk in everybody.history.chunks), EVENTS)
    scene = everybody if share == WHOLE else scene_of(whole, share, programme)
    changes = _within(observed.past, scene)
    seen = _Seen({change.at: [] for change in changes})
    named = [programme, *(one.programme for change in changes for one in (change.before, change.after))]
    for place, part in enumerate(parts_of(scene, named)):
        _look(observed, scene, part, changes, seen)
        progress(place + 1, len(scene.history.chunks))
    panel = together(seen.panels)
    weeks = max(1, round(observed.reset_days / WEEK_DAYS))
    way = Way(observed.within_percent, weeks, len(programme.tier_ids))
    return (
        pull_of(panel, way, observed.seed),
        reset_of(panel, way, observed.seed),
        _elasticity(observed, [joined(parts) for parts in seen.watched.values()]),
        redemption_of(Spent(*(np.concatenate(part) for part in zip(*seen.spent, strict=True))), observed.seed),
    )


@dataclass
class _Seen:
    """What was gathered of the members so far; `watched` by the instant of the change."""

    watched: dict[int, list[Watched]]
    panels: list[Panel] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)


def _within(past: Past | None, scene: Scene) -> list[Change]:
    """The changes that have two windows of the slice before them and one after."""
    if past is None:
        return []
    return [one for one in past.changes if scene.history.first + 2 * WINDOW <= one.at <= scene.history.last - WINDOW]


def _look(observed: Observation, scene: Scene, part: Part, changes: list[Change], seen: _Seen) -> None:
    """Gather what is needed of some members."""
    side, prepared = side_of(part, Under(observed.programme))
    standings = standings_in(scene, part, side.programme, prepared)
    panel = panel_of(standings, purchases_of(side.batch, part.members))
    in_force = standings.starts >= (0 if observed.past is None else observed.past.since)
    seen.panels.append(panel._replace(active=panel.active & in_force[:, None]))
    seen.spent.append(_spent(side))
    for change in changes:
        (old, _), (new, _) = (side_of(part, Under(one)) for one in (change.before, change.after))
        treated = change.treated(part.members)
        flags = None if treated is None else np.array(treated, dtype=np.bool_)
        seen.watched[change.at].append(watched_of(change.at, old, new, flags))


def _spent(side: Side) -> Spent:
    """The redemptions, with what the member had before."""
    rows = side.outcome.transactions
    rows = rows[(rows[:, Transaction.KIND] == TransactionKind.REDEEM) & (rows[:, Transaction.POINTS] < 0)]
    redeemed = -rows[:, Transaction.POINTS]
    had = rows[:, Transaction.AVAILABLE] + redeemed
    some = had >= redeemed
    members = side.outcome.states.members[rows[:, Transaction.MEMBER]]
    return Spent(members[some], np.log(had[some].astype(np.float64)), np.log(redeemed[some].astype(np.float64)))


def _elasticity(observed: Observation, watched: list[Watched]) -> Estimate:
    """From the past change that tells most: one that tells, rather a pilot, rather of many members."""
    if observed.past is None:
        return Estimate("elasticity", Doubt.NO_LEDGER, 0, 0)
    found = [(one.treated is not None, elasticity_of(one, observed.seed)) for one in watched]
    if not found:
        return Estimate("elasticity", Doubt.NO_CHANGE, 0, 0)
    return max(found, key=lambda one: (one[1].doubt is None, one[0], one[1].purchases))[1]
