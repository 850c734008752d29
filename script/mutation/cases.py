"""What judges a mutant of the engine: each scenario replayed at once, event by event, and live where events come late.

Scenarios of one programme are also replayed together, and a live run includes the proofs of the ledger.

A policy of a context is judged by the unit tests of its context instead, for no scenario goes through it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.records import Record
from regulars.engine.scenario import Scenario, differences, replay, replay_together
from regulars.surfaces.cli.scenarios.commands import EmptyDatabase
from regulars.surfaces.cli.scenarios.files import Readable
from tests.property.shadow_ledger import ShadowLedger, essence

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "src" / "regulars" / "domain"
Reached = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """One judge: `holds` is false, or raises, where the program does not do what it should."""

    name: str
    holds: Callable[[], bool]


@dataclass(frozen=True)
class Measured:
    """What a case needs in an unchanged program: its seconds, and the functions it reaches (file, name)."""

    seconds: float
    reached: Reached


def scenario_cases(files: Sequence[Readable], database: EmptyDatabase) -> Iterator[Case]:
    """All cases of the scenarios."""
    for path, scenario in files:
        name = str(path.relative_to(ROOT))
        yield Case(f"{name}, replayed", partial(_replayed, scenario))
        yield Case(f"{name}, one event at a time", partial(_event_by_event, scenario))
        if any(event.received for event in scenario.text.events):
            yield Case(f"{name}, live", partial(_live, scenario, database))
    by_programme: dict[str, list[Scenario]] = {}
    for file in files:
        by_programme.setdefault(file.scenario.programme.model_dump_json(), []).append(file.scenario)
    for scenarios in by_programme.values():
        if len(scenarios) > 1:
            yield Case(f"all under the programme of {scenarios[0].text.title!r}", partial(_together, scenarios))


def programme_of(scenario: Scenario) -> CompiledProgramme:
    """The scenario's programme, compiled once: half of the time of a replay."""
    return _COMPILED.get(id(scenario)) or _COMPILED.setdefault(id(scenario), compile_programme(scenario.programme))


def forget_programmes() -> None:
    """Compile all programmes anew: for mutants of what compiles them."""
    _COMPILED.clear()


_COMPILED: dict[int, CompiledProgramme] = {}


def _replayed(scenario: Scenario) -> bool:
    return not differences(scenario, replay(scenario, programme_of(scenario)).result)


def _event_by_event(scenario: Scenario) -> bool:
    """The states after one event at a time are those of the whole history."""
    whole = replay(scenario, programme_of(scenario))
    ledger = ShadowLedger(whole.programme)
    for seq, event in enumerate(whole.log, start=1):
        ledger.accept([Record(1, seq, event.key, event.occurred_at, event.body)])
    return essence(ledger.states) == essence(whole.outcome.states)


def _together(scenarios: Sequence[Scenario]) -> bool:
    """Members of one batch do not meet."""
    results = replay_together(scenarios, programme_of(scenarios[0]))
    return not any(differences(scenario, result) for scenario, result in zip(scenarios, results, strict=True))


def _live(scenario: Scenario, database: EmptyDatabase) -> bool:
    from regulars.domain.proofs.checks import verify_ledger, verify_replay
    from regulars.surfaces.cli.scenarios.live import run_live

    with database():
        live = run_live(scenario)
        proofs = (verify_ledger(live.programme.id), verify_replay(live.programme.id))
        return not differences(scenario, live.result) and all(proof.holds for proof in proofs)


def context_of(file: Path) -> str | None:
    """The context that a file of the domain belongs to."""
    return file.relative_to(DOMAIN).parts[0] if DOMAIN in file.parents else None


def unit_case(context: str) -> Case | None:
    """The unit tests of a context, if it has any."""
    folder = ROOT / "tests" / "unit" / context
    return Case(f"tests/unit/{context}", partial(_tests_pass, folder)) if folder.is_dir() else None


def _tests_pass(folder: Path) -> bool:
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):  # noqa: PTH123
        return pytest.main(["-x", "-p", "no:cacheprovider", str(folder)]) == pytest.ExitCode.OK


def measured(case: Case) -> Measured:
    """Run a case in the unchanged program; raises when it does not hold there."""
    reached = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            reached.add((frame.f_code.co_filename, frame.f_code.co_qualname.split(".<locals>")[0]))

    forget_programmes()
    sys.setprofile(note)
    holds = case.holds()
    sys.setprofile(None)
    started = time.perf_counter()
    if not (holds and case.holds()):
        raise AssertionError(f"{case.name} does not hold without any change")
    return Measured(time.perf_counter() - started, frozenset(reached))
