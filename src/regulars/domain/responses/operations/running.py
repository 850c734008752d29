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
import polars as pl

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.parts import Part
from regulars.domain.replay.types import Candidate, Replayed
from regulars.domain.responses.errors import NothingToRespondTo
from regulars.domain.responses.operations.parts import (
    Life,
    Scene,
    Under,
    Whole,
    beside,
    life_of,
    parts_of,
    quick,
    scene_of,
    simulated,
)
from regulars.domain.responses.policy.ending import ends_of
from regulars.domain.responses.policy.figures import Sums
from regulars.domain.responses.policy.lived import Asked
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.policy.ranges import Known
from regulars.domain.responses.policy.telling import Drivers, response_of
from regulars.domain.responses.queries import sales_by_month
from regulars.domain.responses.types import Assumptions, Responses

EVENTS = 60_000
"""Events that a run simulates unless another share of the members is asked for: enough for ranges, and quick."""

_FINE = 1000
"""Worth is added up in so many parts of a minor unit: whole numbers add up alike in any order."""

Progress = Callable[[int, int], None]


@dataclass
class _Draft:
    """A draft under way: what its runs came to so far, and what members respond to, under the baseline and it.

    near: purchases near a threshold, of `purchases`. worth: what came back of `spent`, in parts of a minor unit.
    """

    sums: list[Sums] = field(default_factory=list)
    near: list[int] = field(default_factory=lambda: [0, 0])
    worth: list[int] = field(default_factory=lambda: [0, 0])
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
    programmes = [one.programme for one in question.candidates]
    whole = Whole(question.history, question.part, question.at_once)
    scene = scene_of(whole, share or quick(replayed.results[0].events, EVENTS), programmes[0])
    unders = _unders(replayed, question)
    drafts = [_Draft() for _ in programmes[1:]]
    done, everything = 0, len(scene.history.chunks) * len(drafts) * len(plan.jobs())
    members = 0
    for part in parts_of(scene, programmes):
        members += len(part.members)
        for _ in _simulate(unders, scene, part, plan, drafts):
            done += 1
            progress(done, everything)
    first = replayed.results[0]
    sales = sales_by_month(scene.history, question.part, programmes[0], scene.span)
    return Responses(
        currency=first.currency,
        runs=plan.runs,
        seed=plan.seed,
        share=scene.history.part.share,
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


def _unders(replayed: Replayed, question: Question) -> list[Under]:
    """The programmes with their budgets ending where they did in the replay; logged cuts are facts anyway."""
    found = []
    for place, (candidate, results) in enumerate(zip(question.candidates, replayed.results, strict=True)):
        ended = not candidate.as_logged and any(one.exhausted for one in results.budgets)
        gains = _gains(question, place, candidate) if ended else None
        cuts = () if gains is None else ends_of(candidate.programme, results.budgets, gains)
        found.append(Under(candidate, cuts))
    return found


def _gains(question: Question, place: int, candidate: Candidate) -> pl.LazyFrame:
    """What rules under a budget gave, from the files of the replay; without these it is replayed again."""
    members = Members(question.folder, place, candidate)
    if not members.own.is_dir():
        again = replace(question, candidates=(candidate,), folder=question.folder / "budgets")
        run_replay(again)
        members = Members(again.folder, 0, candidate)
    return members.gains()


def _see_drafts(question: Question) -> None:
    if len(question.candidates) < 2:
        raise NothingToRespondTo(programme=question.candidates[0].name)


def _simulate(unders: Sequence[Under], scene: Scene, part: Part, plan: Plan, drafts: Sequence[_Draft]) -> Iterator[int]:
    """All runs of all drafts on some members."""
    asked = Asked(plan.assumptions.within_percent, plan.assumptions.reset_days)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        lives = threads.map(lambda one: life_of(scene, part, one, asked), unders)
        before = next(lives)
        for after, draft in zip(lives, drafts, strict=True):
            _note(draft, before, after)
            run = partial(simulated, beside(before, after, scene.span))
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
        draft.worth[place] += int(np.rint(life.lived.worth * spent * _FINE).astype(np.int64).sum())


def _drivers(draft: _Draft) -> Drivers:
    near = [100 * one / max(draft.purchases, 1) for one in draft.near]
    worth = [one / (_FINE * max(draft.spent, 1)) for one in draft.worth]
    return Drivers((near[0], near[1]), (worth[0], worth[1]))
