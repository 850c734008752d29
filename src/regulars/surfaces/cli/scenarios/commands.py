"""`regulars scenario run`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer

from regulars.engine.errors import Finding
from regulars.engine.scenario import Difference, Scenario, differences, replay, say, told, traces_of
from regulars.engine.texts import in_language
from regulars.engine.trace.words import Language as Words
from regulars.surfaces.cli.output import REFUSED, USAGE, Language, chosen_language, ready, wrong_usage
from regulars.surfaces.cli.scenarios.files import Readable, find_scenarios

app = typer.Typer(no_args_is_help=True, help="Scenarios: what a programme should do, by example.")

DATA = "REGULARS_DATA"

EmptyDatabase = Callable[[], AbstractContextManager[None]]


class Run(NamedTuple):
    """One way in which a scenario was run: what differed, and that in words."""

    way: str
    differences: list[Difference]
    lines: list[str]


@app.callback()
def scenarios() -> None:
    """Scenarios: what a programme should do, by example."""


@app.command()
def run(
    paths: Annotated[list[Path], typer.Argument(help="Scenario files, and folders of them.")],
    language: Annotated[Language | None, typer.Option(help="Language of what is printed; default: --lang.")] = None,
    replay_only: Annotated[bool, typer.Option("--replay-only", help="Only in the engine, without a database.")] = False,
    live_only: Annotated[bool, typer.Option("--live-only", help="Only through a database, event by event.")] = False,
) -> None:
    """Run scenarios in the engine and live, in a database of their own, and print what comes out otherwise.

    Exit code 1 when a scenario does not hold, 2 when one cannot be read; all are run that can be.
    """
    if replay_only and live_only:
        wrong_usage("--replay-only and --live-only leave nothing to run; give one of them")
    spoken: Words = (language or chosen_language()).value
    readable, unreadable = find_scenarios(paths, spoken)
    with nullcontext(None) if replay_only else databases() as database:
        held = [_held(file, list(_runs(file.scenario, database, spoken, live_only)), spoken) for file in readable]
    for file in unreadable:
        print(f"{say('unreadable', spoken)} {file.path}")
        for finding in file.findings:
            print(f"  {_in_words(finding, spoken)}")
    counts = {"held": held.count(True), "differing": held.count(False), "unreadable": len(unreadable)}
    print(say("summary", spoken, run=sum(counts.values()), **counts))
    if unreadable or not all(held):
        raise SystemExit(USAGE if unreadable else REFUSED)


def _in_words(finding: Finding | str, language: Words) -> str:
    """A finding on one line, with its place."""
    if isinstance(finding, str):
        return finding
    told = in_language(finding, language)
    return f"{finding.path or '-'}: {told.what} {told.why} {told.mend}"


@contextmanager
def databases() -> Iterator[EmptyDatabase]:
    """Databases for the scenarios. Where Django has to be started, it is on a data folder that goes away, too."""
    before = os.environ.get(DATA)
    with TemporaryDirectory(prefix="regulars-") as folder:
        os.environ[DATA] = folder
        ready()
    if before is None:
        del os.environ[DATA]
    else:
        os.environ[DATA] = before
    from regulars.surfaces.cli.scenarios.database import temporary_databases

    with temporary_databases() as database:
        yield database


def _runs(scenario: Scenario, database: EmptyDatabase | None, language: Words, live_only: bool) -> Iterator[Run]:
    """The scenario in the engine, and live where there is a database."""
    if not live_only:
        replayed = replay(scenario)
        found = differences(scenario, replayed.result)
        yield Run("replay", found, told(found, traces_of(replayed), replayed.result.tiers, language) if found else [])
    if database is not None:
        from regulars.surfaces.cli.scenarios.live import run_live

        with database():
            live = run_live(scenario)
            found = differences(scenario, live.result)
            yield Run("live", found, told(found, live.traces(), live.result.tiers, language) if found else [])


def _held(file: Readable, runs: Sequence[Run], language: Words) -> bool:
    """Print a line for a scenario that holds; else what differs, once where both ways tell the same."""
    failed = [run for run in runs if run.differences]
    if not failed:
        print(f"{say('holds', language)} {file.path}: {file.scenario.text.title}")
        return True
    if len(failed) > 1 and failed[0].lines == failed[1].lines:
        failed = [failed[0]._replace(way="both")]
    for run in failed:
        print(f"{say('differs', language)} {file.path} ({say(run.way, language)}): {file.scenario.text.title}")
        for line in run.lines:
            print(f"  {line}")
    return False
