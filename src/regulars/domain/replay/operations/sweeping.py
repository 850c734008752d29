"""Sweeps: many values of one number of a programme over a history that is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from regulars.domain.history.queries import Slice
from regulars.domain.history.queries.chunks import AT_ONCE
from regulars.domain.replay.errors import SweepTooLong
from regulars.domain.replay.operations.passing import HERE, Spread, Workforce
from regulars.domain.replay.operations.running import Progress, Run, replay_runs
from regulars.domain.replay.operations.storing import Members
from regulars.domain.replay.policy.parameters import companions_of, parameter_at, with_value
from regulars.domain.replay.policy.seeking import best_of, figure_of, narrowed
from regulars.domain.replay.queries import History
from regulars.domain.replay.types import Candidate, Goal, Search, Sweep, SweepPoint
from regulars.engine.compile import compile_programme
from regulars.engine.errors import Finding, ProgrammeRefused
from regulars.engine.programme.model import Programme

MOST_VALUES = 100


@dataclass(frozen=True)
class SweepQuestion:
    """A number of a programme, the values it is to have, and the slice of a history.

    along: addresses that move in proportion; None: what keeps a tier moves with what enters it. `folder`: where files
    may be put meanwhile.
    """

    history: Path
    document: Programme
    address: str
    values: tuple[Decimal, ...]
    folder: Path
    part: Slice = field(default_factory=Slice)
    along: tuple[str, ...] | None = None
    at_once: int = AT_ONCE


def run_sweep(
    question: SweepQuestion, progress: Progress = lambda _done, _all: None, workforce: Workforce = HERE
) -> Sweep:
    """Replay a programme with each of the values; one that may not stand there comes with its findings.

    Raises ParameterUnknown, SweepTooLong, HistoryMissing and HistoryEmpty.
    """
    history = workforce.open(question.history, question.part, question.at_once)
    return _swept(question, history, progress, workforce.spread)


def run_search(
    question: SweepQuestion, goal: Goal, progress: Progress = lambda _done, _all: None, workforce: Workforce = HERE
) -> Search:
    """Look for the value that comes nearest to a goal: first among those of the question, then between its neighbours.

    What is sought should rise or fall with the parameter all the way; where it does not, the best of those tried is
    answered. Whole numbers stay whole. Raises what `run_sweep` raises.
    """
    history = workforce.open(question.history, question.part, question.at_once)
    sweep = _swept(question, history, progress, workforce.spread)
    parameter = sweep.parameter
    while finer := narrowed(goal, sweep):
        more = _swept(question, history, progress, workforce.spread, finer)
        points = sorted((*sweep.points, *more.points), key=lambda point: point.value)
        sweep = Sweep(parameter, sweep.along, tuple(points))
    best = best_of(goal, sweep)
    if best is None or best.results is None:
        return Search(goal, None, None, sweep)
    return Search(goal, best.value, figure_of(goal, best.results), sweep)


def _swept(
    question: SweepQuestion, history: History, progress: Progress, spread: Spread, values: Sequence[Decimal] = ()
) -> Sweep:
    """All values over a history that is open; without any, those of the question."""
    document, address = question.document, question.address
    along = companions_of(document, address) if question.along is None else question.along
    parameter = parameter_at(document, address)
    tried = sorted(set(values or question.values))
    if len(tried) > MOST_VALUES:
        raise SweepTooLong(values=len(tried), most=MOST_VALUES)
    variants = [_variant(document, address, value, along) for value in tried]
    runs = [
        Run(one, Members(question.folder, place, one, listed=False))
        for place, one in enumerate(variants)
        if isinstance(one, Candidate)
    ]
    results = {one.name: one for one in replay_runs(history, runs, progress, spread)} if runs else {}
    points = [
        SweepPoint(value, results.get(str(value)), () if isinstance(one, Candidate) else one)
        for value, one in zip(tried, variants, strict=True)
    ]
    return Sweep(parameter, along, tuple(points))


def _variant(
    document: Programme, address: str, value: Decimal, along: Sequence[str]
) -> Candidate | tuple[Finding, ...]:
    """The programme with a value, or what is wrong with it."""
    try:
        return Candidate(str(value), compile_programme(with_value(document, address, value, along)))
    except ProgrammeRefused as refused:
        return tuple(finding for finding in refused.findings if finding.severity == "error")
