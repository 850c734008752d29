"""A replay: the history read once, some members at a time, and given to every programme.

Memory holds one chunk with its outcome, whatever the length of the history. What is told of single members goes to
files as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.queries import Chunk, Slice, chunks_of, read_chunk, read_manifest, span_of
from regulars.domain.history.queries.chunks import AT_ONCE
from regulars.domain.history.types import Manifest
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.allowing import disallowed_in
from regulars.domain.replay.policy.batches import Facts, batch_of, fitted, with_ticks
from regulars.domain.replay.policy.budgets import GAINS, cuts_of, gains_of, uses_of, with_cuts
from regulars.domain.replay.policy.comparing import comparison_of
from regulars.domain.replay.policy.measuring import Chunked, Tally, added, tally_of
from regulars.domain.replay.policy.months import months_of
from regulars.domain.replay.policy.summing import (
    disallowed_of,
    reach_of,
    tier_months,
    wallet_months,
    wallet_totals,
)
from regulars.domain.replay.queries import Merges, merges_in, sales_of
from regulars.domain.replay.types import Candidate, Cut, Replayed, Results
from regulars.engine.advance import advance
from regulars.engine.states import Integers, empty_states

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
    """A programme under way: what came of the chunks so far."""

    candidate: Candidate
    members: Members
    cuts: tuple[Cut, ...] = ()
    tally: Tally | None = None
    gains: list[pl.DataFrame] = field(default_factory=list)
    events: int = 0


@dataclass(frozen=True)
class _History:
    """What is replayed: chunks of a slice, merges in it, the first instant and the one to which time passes."""

    folder: Path
    manifest: Manifest
    part: Slice
    chunks: list[Chunk]
    merges: Merges
    first: int
    last: int


def run_replay(question: Question, progress: Progress = lambda _done, _all: None) -> Replayed:
    """Replay all programmes; raises HistoryMissing, and HistoryEmpty for a slice without events."""
    history = _opened(question)
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


def _opened(question: Question) -> _History:
    manifest = read_manifest(question.history)
    part = question.part
    chunks = list(chunks_of(question.history, manifest, part, question.at_once))
    if not chunks:
        raise HistoryEmpty(name=question.history.name, rejected=0)
    first, last = span_of(question.history, manifest, part)
    merges = merges_in(question.history, manifest)
    end = last if part.until is None else part.until - 1
    return _History(question.history, manifest, part, chunks, merges, first, end)


def _pass(history: _History, runs: Sequence[_Run], progress: Progress) -> None:
    """All chunks once through some programmes."""
    done, everything = 0, sum(chunk.events for chunk in history.chunks)
    for run in runs:
        run.tally, run.gains, run.events = None, [], 0
        run.members.begin()
    for chunk in history.chunks:
        frames = read_chunk(history.folder, history.manifest, history.part, chunk)
        sales = sales_of(history.folder, history.manifest, history.merges, chunk.low, chunk.high)
        for run in runs:
            _advance(history, run, frames, sales)
        done += chunk.events
        progress(done, everything)


def _advance(history: _History, run: _Run, frames: Frames, sales: Frames | None) -> None:
    """One chunk through one programme."""
    programme = run.candidate.programme
    members, first_at = _first_instants(frames.events)
    fit = fitted(programme, frames)
    batch = batch_of(programme, fit.frames, Facts(caps=run.candidate.as_logged), sales)
    batch = with_ticks(with_cuts(programme, batch, run.cuts), members, history.last)
    outcome = advance(programme, empty_states(members, len(programme.wallet_ids)), batch)
    chunk = Chunked(programme, outcome, first_at, programme.zone.day_of(history.last))
    tally = tally_of(chunk)
    run.members.add(tally, pl.concat([fit.unfit, disallowed_in(programme, batch, outcome)]))
    run.tally = tally.without_members() if run.tally is None else added(run.tally, tally)
    run.gains.append(gains_of(programme, batch, outcome))
    run.events += fit.frames.events.height


def _first_instants(events: pl.DataFrame) -> tuple[Integers, Integers]:
    """The members of a chunk, ascending, and the instant of each one's first event."""
    first = events.group_by("member").agg(pl.col("occurred_at").min()).sort("member")
    return first["member"].to_numpy().astype(np.int64), first["occurred_at"].to_numpy().astype(np.int64)


def _ended_anew(run: _Run) -> bool:
    """Whether a budget is exceeded: then the cuts of the run are others than before."""
    if run.candidate.as_logged:
        return False
    cuts = cuts_of(run.candidate.programme, _gains(run), run.cuts)
    if cuts == run.cuts:
        return False
    run.cuts = cuts
    return True


def _gains(run: _Run) -> pl.DataFrame:
    return pl.concat(run.gains) if run.gains else pl.DataFrame(schema=GAINS)


def _results(history: _History, run: _Run, tally: Tally) -> Results:
    programme = run.candidate.programme
    bounds = months_of(programme, np.array([history.first, history.last], dtype=np.int64)).tolist()
    months = range(bounds[0], bounds[1] + 1)
    return Results(
        name=run.candidate.name,
        programme=programme.document.id,
        currency=programme.document.currency,
        tiers=programme.tier_ids,
        members=run.members.count,
        events=run.events,
        tier_months=tier_months(programme, tally, months),
        wallet_months=wallet_months(programme, tally, months),
        reach=reach_of(programme, tally),
        wallets=wallet_totals(programme, tally),
        budgets=uses_of(programme, _gains(run), run.cuts),
        disallowed=disallowed_of(run.members.disallowed()),
    )
