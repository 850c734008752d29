"""A replay: the history read once, some members at a time, and given to every programme.

Memory holds a chunk for each processor with its outcome, whatever the length of the history. What is told of single
members goes to files as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from regulars.domain.benefits.policy.judging import benefits_of
from regulars.domain.history.queries import Slice
from regulars.domain.history.queries.chunks import AT_ONCE
from regulars.domain.replay.operations.passing import HERE, Came, Spread, Turn, Workforce, pass_of, together
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.budgets import cuts_of, uses_of
from regulars.domain.replay.policy.comparing import comparison_of
from regulars.domain.replay.policy.summing import (
    disallowed_of,
    reach_of,
    rules_of,
    tier_months,
    wallet_months,
    wallet_totals,
)
from regulars.domain.replay.queries import History
from regulars.domain.replay.types import Candidate, Cut, Replayed, Results
from regulars.engine.months import months_between

MOST_PASSES = 6
"""How often a slice is replayed for the sake of budgets; after that what is used of them is told as it came out."""

_TOGETHER = 16
"""Chunks that are added up at once: adding two by two would take as long as replaying a fifth of a chunk."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Question:
    """Programmes, the first of which is the baseline, and the slice of a history that they are replayed on.

    `folder`: where what is told of members goes, in files. Time passes to the end of the slice, or to its last event.
    """

    history: Path
    candidates: tuple[Candidate, ...]
    folder: Path
    part: Slice = field(default_factory=Slice)
    at_once: int = AT_ONCE


@dataclass
class Run:
    """A programme under way: what came of the chunks so far, some of them together."""

    candidate: Candidate
    members: Members
    cuts: tuple[Cut, ...] = ()
    came: list[Came] = field(default_factory=list)

    def begin(self) -> Turn:
        """Start anew."""
        self.came = []
        self.members.begin()
        return Turn(self.candidate, self.members, self.cuts)

    def add(self, came: Came) -> None:
        """Add what came of other members."""
        self.came.append(came)
        if len(self.came) == _TOGETHER:
            self.came = [together(self.came)]


def run_replay(
    question: Question, progress: Progress = lambda _done, _all: None, workforce: Workforce = HERE
) -> Replayed:
    """Replay all programmes; raises HistoryMissing, and HistoryEmpty for a slice without events."""
    history = workforce.open(question.history, question.part, question.at_once)
    runs = [
        Run(candidate, Members(question.folder, place, candidate))
        for place, candidate in enumerate(question.candidates)
    ]
    results = replay_runs(history, runs, progress, workforce.spread)
    first = runs[0].members
    comparisons = tuple(
        comparison_of(run.candidate.name, runs[0].candidate.name, run.members.against(first)) for run in runs[1:]
    )
    return Replayed(tuple(results), comparisons)


def replay_runs(history: History, runs: Sequence[Run], progress: Progress, spread: Spread) -> list[Results]:
    """All programmes over all chunks, and again those whose budgets end earlier than the pass before knew."""
    pending = runs
    for turn in range(1, MOST_PASSES + 1):
        _pass(history, pending, spread, progress)
        pending = [run for run in pending if turn < MOST_PASSES and _ended_anew(run)]
        if not pending:
            break
    return [_results(history, run, together(run.came)) for run in runs if run.came]


def _pass(history: History, runs: Sequence[Run], spread: Spread, progress: Progress) -> None:
    """All chunks once through some programmes."""
    done, everything = 0, sum(chunk.events for chunk in history.chunks)
    for answer in spread(pass_of(history, [run.begin() for run in runs])):
        for run, came in zip(runs, answer.came, strict=True):
            run.add(came)
        done += answer.events
        progress(done, everything)
    for run in runs:
        run.members.end()


def _ended_anew(run: Run) -> bool:
    """Whether a budget is exceeded: then the cuts of the run are others than before."""
    if run.candidate.as_logged:
        return False
    cuts = cuts_of(run.candidate.programme, run.members.gains(), run.cuts)
    if cuts == run.cuts:
        return False
    run.cuts = cuts
    return True


def _results(history: History, run: Run, came: Came) -> Results:
    programme, tally = run.candidate.shown, came.tally
    months = months_between(programme, history.first, history.last)
    return Results(
        name=run.candidate.name,
        programme=programme.document.id,
        currency=programme.document.currency,
        tiers=programme.tier_ids,
        members=came.members,
        events=came.events,
        tier_months=tier_months(programme, tally, months),
        wallet_months=wallet_months(programme, tally, months),
        reach=reach_of(programme, tally),
        wallets=wallet_totals(programme, tally),
        rules=rules_of(programme, tally),
        budgets=uses_of(programme, run.members.gains(), run.cuts),
        disallowed=disallowed_of(run.members.disallowed()),
        versions=_numbers(run.candidate, came),
        benefits=benefits_of(run.members.benefits()),
    )


def _numbers(candidate: Candidate, came: Came) -> tuple[int, ...]:
    """The numbers of the versions that members went through."""
    if candidate.course is None:
        return ()
    return tuple(sorted(candidate.course.versions[version_id].number for version_id in came.versions))
