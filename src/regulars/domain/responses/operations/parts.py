"""Some members at a time: what they lived under each programme, and one run of how they would have answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.queries import Slice
from regulars.domain.history.queries.chunks import WHOLE
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.parts import Part, capped, read_part
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.domain.replay.types import Candidate, Cut
from regulars.domain.responses.policy.answering import Redemptions, Side, chances_of, redeemed, redemptions_of, times
from regulars.domain.responses.policy.editing import Source, edited, source_of
from regulars.domain.responses.policy.figures import Span, Sums, sales_in, sums_of
from regulars.domain.responses.policy.lived import Asked, Lived, lived_of, purchases_of
from regulars.domain.responses.policy.nearness import Standings, standings_of, weeks_of
from regulars.domain.responses.policy.planning import Job
from regulars.engine.advance import Prepared, advance_prepared, prepare
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme
from regulars.engine.months import months_between
from regulars.engine.outcome import Outcome
from regulars.engine.states import Integers, empty_states
from regulars.engine.workspace import workspace_of_thread


class Scene(NamedTuple):
    """What is simulated: the parts of a history, and its months."""

    history: History
    span: Span


class Under(NamedTuple):
    """A programme, and where its budgets end."""

    candidate: Candidate
    cuts: Sequence[Cut] = ()


class Life(NamedTuple):
    """What some members lived under a programme with behaviour as it was, ready to be changed."""

    side: Side
    cuts: Sequence[Cut]
    lived: Lived
    source: Source


class Beside(NamedTuple):
    """A draft beside the baseline for some members; `redemptions` are those that both know."""

    baseline: Life
    draft: Life
    redemptions: Redemptions
    span: Span


@dataclass(frozen=True)
class Whole:
    """A slice of a history whose members, or a share of them, are looked at."""

    folder: Path
    part: Slice
    at_once: int


def scene_of(whole: Whole, share: int, programme: CompiledProgramme) -> Scene:
    """A share of the members of a slice, in ten-thousandths; all of them where the share has nobody.

    Time passes as in the replay of all members. Raises what opening a history raises.
    """
    everybody = open_history(whole.folder, whole.part, whole.at_once)
    months = months_between(programme, everybody.first, everybody.last)
    span = Span(months[0], len(months))
    if share >= WHOLE:
        return Scene(everybody, span)
    part = replace(whole.part, share=max(1, whole.part.share * share // WHOLE))
    try:
        some = open_history(whole.folder, part, whole.at_once)
    except HistoryEmpty:
        return Scene(everybody, span)
    return Scene(replace(some, first=everybody.first, last=everybody.last), span)


def quick(events: int, most: int) -> int:
    """The share of the members who have about so many of all events."""
    return min(WHOLE, max(1, most * WHOLE // max(events, 1)))


def parts_of(scene: Scene, programmes: Sequence[CompiledProgramme]) -> Iterator[Part]:
    """The members some at a time, with what these programmes read of them."""
    unread = unread_texts(programmes)
    for number in range(len(scene.history.chunks)):
        yield part_at(scene.history, number, unread)


def life_of(scene: Scene, part: Part, under: Under, asked: Asked) -> Life:
    """Give the events of some members to a programme as they were."""
    side, prepared = side_of(part, under)
    programme = side.programme
    standings = standings_in(scene, part, side.programme, prepared)
    lived = lived_of(programme, side.batch, side.outcome, standings, asked)
    bought = purchases_of(side.batch, part.members)
    return Life(side, under.cuts, lived, source_of(side.batch, part.members, bought, standings.starts, part.end))


def side_of(part: Part, under: Under) -> tuple[Side, Prepared]:
    """The events of some members under a programme, what comes of them, and how the engine read them."""
    programme = under.candidate.programme
    reading = read_part(programme, part, Facts(caps=under.candidate.as_logged))
    prepared = capped(programme, reading.batch, reading.prepared, under.cuts)
    empty = empty_states(part.members, len(programme.wallet_ids))
    return Side(programme, reading.batch, advance_prepared(programme, empty, prepared)), prepared


def standings_in(scene: Scene, part: Part, programme: CompiledProgramme, prepared: Prepared) -> Standings:
    """Where members stand week by week."""
    starts = weeks_of(programme, scene.history.first, scene.history.last)
    return standings_of(programme, part.members, prepared, starts)


def beside(baseline: Life, draft: Life, span: Span) -> Beside:
    """A draft beside the baseline."""
    return Beside(baseline, draft, redemptions_of(baseline.side, draft.side, draft.source.bought), span)


def simulated(of: Beside, job: Job) -> Sums:
    """One run: what the members come to more than with behaviour as it was."""
    life, members = of.draft, of.draft.source.members
    chances = chances_of(job.chance.seed, job.chance.run, members, life.source.bought)
    happened = times(job.drawn, of.baseline.lived, life.lived, life.source.bought, chances)
    points = _points(of, redeemed(job.drawn, of.redemptions, happened, life.lived))
    changed = edited(life.source, happened, points, job.chance)
    programme = life.side.programme
    own = members[changed.changed]
    outcome = _outcome(programme, own, changed.batch, life.cuts)
    after = sums_of(programme, outcome, np.ones(len(own), dtype=np.bool_), of.span)
    before = sums_of(programme, life.side.outcome, changed.changed, of.span)
    return after.less(before)._replace(sales=sales_in(programme, members, changed.made, of.span))


def _outcome(programme: CompiledProgramme, members: Integers, batch: EventBatch, cuts: Sequence[Cut]) -> Outcome:
    """What comes of a changed batch; it stands in the memory of the thread."""
    prepared = capped(programme, batch, prepare(programme, members, batch), cuts)
    return advance_prepared(
        programme, empty_states(members, len(programme.wallet_ids)), prepared, workspace_of_thread()
    )


def _points(of: Beside, redeemed_points: Integers) -> Integers:
    """The points of each event of the draft's batch."""
    points = of.draft.side.batch.events["points"].to_numpy().copy()
    points[of.redemptions.rows] = redeemed_points
    return points
