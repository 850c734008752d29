"""Responses over seeded runs: the plain replay first, then the same history as members would have changed it.

Members are read some at a time, once; every run of every draft is simulated on them before the next are read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.queries import chunks_of, read_manifest, span_of
from regulars.domain.history.queries.chunks import WHOLE
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.policy.months import months_of
from regulars.domain.replay.queries import merges_in
from regulars.domain.replay.types import Replayed
from regulars.domain.responses.errors import NothingToRespondTo
from regulars.domain.responses.operations.parts import Life, Scene, frames_in, life_of, prepared, simulated
from regulars.domain.responses.policy.figures import Span, Sums
from regulars.domain.responses.policy.lived import Asked
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.policy.ranges import Known
from regulars.domain.responses.policy.telling import Drivers, response_of
from regulars.domain.responses.queries import sales_by_month
from regulars.domain.responses.types import Assumptions, Responses

EVENTS = 60_000
"""Events that a run simulates unless another share of the members is asked for: enough for ranges, and quick."""

Progress = Callable[[int, int], None]


@dataclass
class _Draft:
    """A draft under way: what its runs came to so far, and what members respond to, under the baseline and it."""

    sums: list[Sums] = field(default_factory=list)
    near: list[int] = field(default_factory=lambda: [0, 0])
    worth: list[float] = field(default_factory=lambda: [0.0, 0.0])
    spent: int = 0
    purchases: int = 0

    def take(self, place: int, sums: Sums) -> None:
        """Add what a run came to for further members."""
        if place == len(self.sums):
            self.sums.append(sums)
        else:
            self.sums[place] = self.sums[place].plus(sums)


def run_responses(
    question: Question,
    assumptions: Assumptions,
    runs: int = 50,
    seed: int = 1,
    progress: Progress = lambda _done, _all: None,
) -> Responses:
    """Replay all programmes, and each draft again with members who respond to what differs from the baseline.

    Raises NothingToRespondTo without a draft, and what a replay raises.
    """
    _see_drafts(question)
    return responses_to(run_replay(question), question, Plan(assumptions, runs, seed), progress=progress)


def responses_to(
    replayed: Replayed,
    question: Question,
    plan: Plan,
    share: int = 0,
    progress: Progress = lambda _done, _all: None,
) -> Responses:
    """The same for a question that was replayed already.

    `share` ten-thousandths of the members are simulated; 0: as many as are quick.
    """
    _see_drafts(question)
    scene = _scene(question, share or _quick(replayed))
    drafts = [_Draft() for _ in question.candidates[1:]]
    chunks = list(chunks_of(scene.folder, scene.manifest, scene.part, question.at_once))
    done, everything = 0, len(chunks) * len(drafts) * len(plan.jobs())
    members = 0
    for chunk in chunks:
        frames = frames_in(scene, chunk)
        members += frames[0].events["member"].n_unique()
        for _ in _simulate(question, scene, frames, plan, drafts):
            done += 1
            progress(done, everything)
    first = replayed.results[0]
    sales = sales_by_month(
        question.history, scene.manifest, question.part, question.candidates[0].programme, scene.span
    )
    return Responses(
        currency=first.currency,
        runs=plan.runs,
        seed=plan.seed,
        share=scene.part.share,
        members=first.members,
        simulated=members,
        assumptions=plan.assumptions,
        drafts=tuple(
            response_of(
                Known(first, results, candidate.programme, sales, scene.span, members / first.members),
                plan,
                draft.sums,
                _drivers(draft),
            )
            for results, candidate, draft in zip(replayed.results[1:], question.candidates[1:], drafts, strict=True)
        ),
    )


def _see_drafts(question: Question) -> None:
    if len(question.candidates) < 2:
        raise NothingToRespondTo(programme=question.candidates[0].name)


def _quick(replayed: Replayed) -> int:
    """The share of the members that has about `EVENTS` events."""
    events = replayed.results[0].events
    return min(WHOLE, max(1, EVENTS * WHOLE // max(events, 1)))


def _scene(question: Question, share: int) -> Scene:
    """What is simulated; time passes as in the replay of all members."""
    manifest = read_manifest(question.history)
    part = question.part
    first, last = span_of(question.history, manifest, part)
    end = last if part.until is None else part.until - 1
    months = months_of(question.candidates[0].programme, np.array([first, end], dtype=np.int64)).tolist()
    return Scene(
        folder=question.history,
        manifest=manifest,
        part=replace(part, share=max(1, part.share * share // WHOLE)),
        merges=merges_in(question.history, manifest),
        first=first,
        last=end,
        span=Span(months[0], months[1] - months[0] + 1),
    )


def _simulate(
    question: Question, scene: Scene, frames: tuple[Frames, Frames | None], plan: Plan, drafts: Sequence[_Draft]
) -> Iterator[int]:
    """All runs of all drafts on some members."""
    asked = Asked(plan.assumptions.within_percent, plan.assumptions.reset_days)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        lives = [threads.submit(life_of, scene, one, (), frames, asked) for one in question.candidates]
        before, *others = (life.result() for life in lives)
        for after, draft in zip(others, drafts, strict=True):
            _note(draft, before, after)
            run = partial(simulated, prepared(before, after, scene.span))
            for place, sums in enumerate(threads.map(run, plan.jobs())):
                draft.take(place, sums)
                yield 1


def _note(draft: _Draft, before: Life, after: Life) -> None:
    """Add up what members respond to."""
    spent = np.maximum(after.source.net[after.source.bought.rows], 0)
    draft.purchases += len(spent)
    draft.spent += int(spent.sum())
    for place, life in enumerate((before, after)):
        draft.near[place] += int(life.lived.near.sum())
        draft.worth[place] += float(life.lived.worth @ spent)


def _drivers(draft: _Draft) -> Drivers:
    near = [100 * one / max(draft.purchases, 1) for one in draft.near]
    worth = [one / max(draft.spent, 1) for one in draft.worth]
    return Drivers((near[0], near[1]), (worth[0], worth[1]))
