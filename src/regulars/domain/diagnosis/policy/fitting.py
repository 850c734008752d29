"""Thresholds that would let a wanted share of members in, worked out from where members stand today."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import numpy as np
import polars as pl

from regulars.domain.diagnosis.policy.guarding import ENOUGH, rounded
from regulars.domain.diagnosis.policy.saying import name, part, said
from regulars.domain.diagnosis.types import Edit, EditKind, Proposal, Unit
from regulars.domain.observations.policy.known import Known
from regulars.engine.expressions.ranges import thresholds
from regulars.engine.programme.scope import scope_of
from regulars.engine.progress import Requirement, TierPath, tier_paths

RARE = 0.05
"""Of those on the tier below: fewer rise than this where a threshold is too high. The trade's rule of thumb."""
COMMON = 0.6
"""More stand there than this where a tier says little about its members. A rule of thumb."""
_LIVING = ("rolling", "lifetime")


def fitting_thresholds(known: Known, place: int, aim: float) -> Proposal | None:
    """Thresholds of a tier, all moved by one factor, such that `aim` of the active members below or there meet them.

    None where the tier asks for something that is no threshold of a metric, or for a metric that starts anew with the
    calendar; where the ladder would not rise any more, and where too many have come equally far to be told apart.
    """
    nothing = np.zeros(len(known.programme.metric_ids), dtype=np.int64)
    paths = tier_paths(known.programme, place, nothing)
    standing = known.active.filter(pl.col("tier") >= place - 1)
    if not _movable(known, paths) or standing.height < ENOUGH:
        return None
    factor = float(np.quantile(_gone(known, paths, standing), 1 - aim))
    if factor <= 0:
        return None
    tier = known.document.ladder.tiers[place]
    edits = _edits(f"ladder.tiers.{place}.enter", paths, factor) + _kept(known, place, paths, factor)
    there = float((_gone(known, _moved(paths, factor), standing) >= 1).mean())
    if not RARE <= there <= COMMON or not _rising(known, place, edits):
        return None
    params = {
        "tier": name(Unit.TIER, tier.id),
        "share": part(there),
    }
    return Proposal(f"threshold.{tier.id}", said("propose_threshold", **params), tuple(edits))


def _movable(known: Known, paths: tuple[TierPath, ...]) -> bool:
    """Whether a tier asks for thresholds of living metrics and for nothing else."""
    windows = {metric.id: metric.window.kind for metric in known.document.metrics}
    asked = [one for path in paths for one in path.requirements]
    plain = bool(paths) and all(path.requirements and not path.others for path in paths)
    return plain and all(windows[one.metric_id] in _LIVING and one.need > 0 for one in asked)


def _gone(
    known: Known, paths: tuple[TierPath, ...], members: pl.DataFrame
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much of the way each member has gone: of the best path, its worst requirement; 1 and more is there."""
    best = np.zeros(members.height)
    for path in paths:
        parts = [members[_column(known, one)].to_numpy() / one.need for one in path.requirements]
        best = np.maximum(best, np.min(parts, axis=0))
    return best


def _column(known: Known, one: Requirement) -> str:
    return f"metric_{known.programme.metric_ids.index(one.metric_id)}"


def _moved(paths: tuple[TierPath, ...], factor: float) -> tuple[TierPath, ...]:
    """The paths with thresholds as they will be written."""
    return tuple(
        TierPath(
            tuple(
                Requirement(one.metric_id, 0, _other(one, factor) * one.scale, one.scale) for one in path.requirements
            )
        )
        for path in paths
    )


def _other(one: Requirement, factor: float) -> int:
    return rounded(one.need / one.scale * factor)


def _edits(path: str, paths: tuple[TierPath, ...], factor: float) -> list[Edit]:
    """One edit for each different threshold."""
    found: dict[tuple[str, int], Edit] = {}
    for asked in (one for option in paths for one in option.requirements):
        before = Decimal(asked.need) / asked.scale
        edit = Edit(EditKind.THRESHOLD, path, f"{before.normalize():f}", str(_other(asked, factor)), asked.metric_id)
        found[asked.metric_id, asked.need] = edit
    return list(found.values())


def _kept(known: Known, place: int, paths: tuple[TierPath, ...], factor: float) -> list[Edit]:
    """What keeping the tier asks of the same metrics moves by the same factor."""
    keep = known.document.ladder.tiers[place].keep
    own = {one.metric_id for path in paths for one in path.requirements}
    if keep is None:
        return []
    scope = scope_of(known.document).members_only()
    asked = {(one.name, one.least): one for one in thresholds(keep, scope) if one.name in own}
    return [
        Edit(
            EditKind.THRESHOLD,
            f"ladder.tiers.{place}.keep",
            f"{Decimal(one.written).normalize():f}",
            str(rounded(float(one.written) * factor)),
            one.name,
        )
        for one in asked.values()
    ]


def _rising(known: Known, place: int, edits: list[Edit]) -> bool:
    """Whether thresholds of the same metric still rise from tier to tier, and keeping is no harder than entering."""
    nothing = np.zeros(len(known.programme.metric_ids), dtype=np.int64)
    tiers = known.document.ladder.tiers
    own = {one.name: Decimal(one.after or 0) for one in edits if one.path.endswith("enter")}
    for metric, value in own.items():
        steps = []
        for at in range(1, len(tiers)):
            asked = [one for path in tier_paths(known.programme, at, nothing) for one in path.requirements]
            needs = [Decimal(one.need) / one.scale for one in asked if one.metric_id == metric]
            steps += [value] if at == place else needs[:1]
        if any(lower >= higher for lower, higher in pairwise(steps)):
            return False
    return all(Decimal(one.after or 0) <= own.get(one.name, Decimal("Infinity")) for one in edits)
