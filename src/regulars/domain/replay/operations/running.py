"""A replay: the history read once, some members at a time, and given to every programme.

Memory holds a part for each processor with its outcome, whatever the length of the history. What is told of single
members goes to files as it comes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from regulars.domain.history.queries import Slice
from regulars.domain.history.queries.chunks import AT_ONCE
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.batches import Facts, unread_texts
from regulars.domain.replay.policy.budgets import cuts_of, uses_of
from regulars.domain.replay.policy.comparing import comparison_of
from regulars.domain.replay.policy.measuring import Tally, added
from regulars.domain.replay.policy.months import months_between
from regulars.domain.replay.policy.parts import Part, Reading, read_part, replay_part
from regulars.domain.replay.policy.summing import (
    disallowed_of,
    reach_of,
    tier_months,
    wallet_months,
    wallet_totals,
)
from regulars.domain.replay.queries import History, open_history, part_at
from regulars.domain.replay.types import Candidate, Cut, Replayed, Results
from regulars.engine.columns import reading_of
from regulars.engine.workspace import workspace_of_thread

MOST_PASSES = 6
"""How often a slice is replayed for the sake of budgets; after that what is used of them is told as it came out."""

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
class _Run:
    """A programme under way: what came of the parts so far."""

    candidate: Candidate
    members: Members
    cuts: tuple[Cut, ...] = ()
    tally: Tally | None = None
    events: int = 0

    def begin(self) -> None:
        """Start anew."""
        self.tally, self.events = None, 0
        self.members.begin()

    def add(self, tally: Tally, events: int) -> None:
        """Add what came of a part."""
        self.tally = tally if self.tally is None else added(self.tally, tally)
        self.events += events


def run_replay(question: Question, progress: Progress = lambda _done, _all: None) -> Replayed:
    """Replay all programmes; raises HistoryMissing, and HistoryEmpty for a slice without events."""
    history = open_history(question.history, question.part, question.at_once)
    runs = [
        _Run(candidate, Members(question.folder, place, candidate))
        for place, candidate in enumerate(question.candidates)
    ]
    pending = runs
    for turn in range(1, MOST_PASSES + 1):
        _pass(history, pending, progress)
        pending = [run for run in pending if turn < MOST_PASSES and _ended_anew(run)]
        if not pending:
            break
    results = tuple(_results(history, run, run.tally) for run in runs if run.tally is not None)
    first = runs[0].members
    comparisons = tuple(
        comparison_of(run.candidate.name, runs[0].candidate.name, run.members.against(first)) for run in runs[1:]
    )
    return Replayed(results, comparisons)


def _pass(history: History, runs: Sequence[_Run], progress: Progress) -> None:
    """All parts once through some programmes, as many side by side as there are processors."""
    done, everything = 0, sum(chunk.events for chunk in history.chunks)
    for run in runs:
        run.begin()
    unread = unread_texts([run.candidate.programme for run in runs])

    def replayed(number: int) -> list[tuple[Tally, int]]:
        part = part_at(history, number, unread)
        return [_replayed(run, number, part, reading) for run, reading in _readings(runs, part)]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for chunk, tallies in zip(history.chunks, threads.map(replayed, range(len(history.chunks))), strict=True):
            for run, (tally, events) in zip(runs, tallies, strict=True):
                run.add(tally, events)
            done += chunk.events
            progress(done, everything)


def _readings(runs: Sequence[_Run], part: Part) -> Iterator[tuple[_Run, Reading]]:
    """Each run with the part as its programme reads it; programmes that read alike share a reading."""
    known: dict[object, Reading] = {}
    for run in runs:
        key = (reading_of(run.candidate.programme), run.candidate.as_logged)
        if key not in known:
            known[key] = read_part(run.candidate.programme, part, Facts(caps=run.candidate.as_logged))
        yield run, known[key]


def _replayed(run: _Run, number: int, part: Part, reading: Reading) -> tuple[Tally, int]:
    """A part through one programme; what is told of members goes to files."""
    told = replay_part(run.candidate, part, reading, run.cuts, workspace_of_thread())
    run.members.add(number, told)
    return told.tally.without_members(), told.events


def _ended_anew(run: _Run) -> bool:
    """Whether a budget is exceeded: then the cuts of the run are others than before."""
    if run.candidate.as_logged:
        return False
    cuts = cuts_of(run.candidate.programme, run.members.gains(), run.cuts)
    if cuts == run.cuts:
        return False
    run.cuts = cuts
    return True


def _results(history: History, run: _Run, tally: Tally) -> Results:
    programme = run.candidate.programme
    months = months_between(programme, history.first, history.last)
    return Results(
        name=run.candidate.name,
        programme=programme.document.id,
        currency=programme.document.currency,
        tiers=programme.tier_ids,
        members=run.members.count(),
        events=run.events,
        tier_months=tier_months(programme, tally, months),
        wallet_months=wallet_months(programme, tally, months),
        reach=reach_of(programme, tally),
        wallets=wallet_totals(programme, tally),
        budgets=uses_of(programme, run.members.gains(), run.cuts),
        disallowed=disallowed_of(run.members.disallowed()),
    )
