"""Some members at a time: what they lived under each programme, and one run of how they would have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.queries import Chunk, Slice, read_chunk
from regulars.domain.history.types import Manifest
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted, with_ticks
from regulars.domain.replay.policy.budgets import with_cuts
from regulars.domain.replay.queries import Merges, sales_of
from regulars.domain.replay.types import Candidate, Cut
from regulars.domain.responses.policy.answering import Redemptions, Side, chances_of, redeemed, redemptions_of, times
from regulars.domain.responses.policy.editing import Source, edited, source_of
from regulars.domain.responses.policy.figures import Span, Sums, sales_in, sums_of
from regulars.domain.responses.policy.lived import Asked, Lived, lived_of, purchases_of
from regulars.domain.responses.policy.nearness import standings_of, weeks_of
from regulars.domain.responses.policy.planning import Job
from regulars.engine.advance import advance
from regulars.engine.states import Integers, empty_states


@dataclass(frozen=True)
class Scene:
    """What is simulated: a slice of a history, its first and last instant, merges in it, and its months."""

    folder: Path
    manifest: Manifest
    part: Slice
    merges: Merges
    first: int
    last: int
    span: Span


class Life(NamedTuple):
    """What some members lived under a programme with behaviour as it was, ready to be changed."""

    side: Side
    cuts: Sequence[Cut]
    lived: Lived
    source: Source


class Prepared(NamedTuple):
    """A draft beside the baseline for some members; `redemptions` are those that both know."""

    baseline: Life
    draft: Life
    redemptions: Redemptions
    span: Span


def frames_in(scene: Scene, chunk: Chunk) -> tuple[Frames, Frames | None]:
    """The events of some members, and the sales of those who were merged into them."""
    frames = read_chunk(scene.folder, scene.manifest, scene.part, chunk)
    return frames, sales_of(scene.folder, scene.manifest, scene.merges, chunk.low, chunk.high)


def life_of(
    scene: Scene, candidate: Candidate, cuts: Sequence[Cut], frames: tuple[Frames, Frames | None], asked: Asked
) -> Life:
    """Give the events to a programme as they were."""
    programme = candidate.programme
    members = np.unique(frames[0].events["member"].to_numpy()).astype(np.int64)
    plain = batch_of(programme, fitted(programme, frames[0]).frames, Facts(caps=candidate.as_logged), frames[1])
    batch = with_ticks(plain, members, scene.last)
    outcome = advance(programme, empty_states(members, len(programme.wallet_ids)), with_cuts(programme, batch, cuts))
    starts = weeks_of(programme, scene.first, scene.last)
    standings = standings_of(programme, with_cuts(programme, plain, cuts), members, starts)
    source = source_of(batch, members, purchases_of(batch, members), starts, scene.last)
    return Life(Side(programme, batch, outcome), cuts, lived_of(programme, batch, outcome, standings, asked), source)


def prepared(baseline: Life, draft: Life, span: Span) -> Prepared:
    """A draft beside the baseline."""
    return Prepared(baseline, draft, redemptions_of(baseline.side, draft.side, draft.source.bought), span)


def simulated(of: Prepared, job: Job) -> Sums:
    """One run: what the members come to more than with behaviour as it was."""
    life, members = of.draft, of.draft.source.members
    chances = chances_of(job.chance.seed, job.chance.run, members, life.source.bought)
    happened = times(job.drawn, of.baseline.lived, life.lived, life.source.bought, chances)
    points = _points(of, redeemed(job.drawn, of.redemptions, happened, life.lived))
    changed = edited(life.source, happened, points, job.chance)
    programme = life.side.programme
    own = members[changed.changed]
    batch = with_cuts(programme, changed.batch, life.cuts)
    outcome = advance(programme, empty_states(own, len(programme.wallet_ids)), batch)
    after = sums_of(programme, outcome, np.ones(len(own), dtype=np.bool_), of.span)
    before = sums_of(programme, life.side.outcome, changed.changed, of.span)
    return after.less(before)._replace(sales=sales_in(programme, members, changed.made, of.span))


def _points(of: Prepared, redeemed_points: Integers) -> Integers:
    """The points of each event of the draft's batch."""
    points = of.draft.side.batch.events["points"].to_numpy().copy()
    points[of.redemptions.rows] = redeemed_points
    return points
