"""`regulars replay`: what programmes would have done on a history."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import chosen_language, ready, wrong_usage
from regulars.surfaces.cli.programmes import text_in
from regulars.surfaces.cli.replay.asking import Columns, SliceEnd, history_at, progress_on, slice_of
from regulars.surfaces.cli.replay.machines import Engine, Machines, Master, OnEngine
from regulars.surfaces.cli.replay.responding import plan_of, respond
from regulars.surfaces.cli.replay.words import word

if TYPE_CHECKING:
    from regulars.domain.replay.types import Candidate


@dataclass(frozen=True)
class Options:
    """What `regulars replay` is asked."""

    history: Annotated[
        Path, typer.Option(help="A folder of `regulars history`, or a CSV or Parquet file of orders.", exists=True)
    ]
    programme: Annotated[list[Path], typer.Option(help="A document; several are replayed side by side.")]
    against: Annotated[Path | None, typer.Option(help="The baseline; default: the first --programme.")] = None
    days: Annotated[str, typer.Option(help="Only these, as 2026-01-01..2026-06-30; either end may be open.")] = ""
    out: Annotated[Path | None, typer.Option(help="Where Parquet files of the results go.")] = None
    responses: Annotated[
        Path | None, typer.Option(help="Assumptions on how members respond; the drafts are then told as ranges, too.")
    ] = None
    runs: Annotated[int, typer.Option(min=1, max=10_000, help="Runs behind each range.")] = 50
    seed: Annotated[int, typer.Option(help="Chance begins here: the same seed gives the same ranges.")] = 1
    share: Annotated[
        float, typer.Option(min=0, max=100, help="Per cent of members to simulate; 0: as many as are quick.")
    ] = 0
    columns: Columns = None
    engine: OnEngine = Engine.LOCAL
    master: Master = ""
    segment: Annotated[
        list[str] | None,
        typer.Option(help="Also for members of this segment; several stand side by side, one beside all others."),
    ] = None
    segments_at: Annotated[
        SliceEnd, typer.Option(help="Members of segments are those as of this end of the slice.")
    ] = SliceEnd.END
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Replay the baseline, too, as if it had always been in force.")
    ] = False


@with_options(Options)
def replay(asked: Options) -> None:
    """Replay programmes over a history and print what each would have done.

    On the history of its own ledger the programme in force is told as it was, as the baseline: through all versions and
    pilots, with cuts by budgets as logged. Drafts are replayed from the first day on.
    """
    ready()
    from regulars.domain.replay.operations import Question, run_replay, write_results
    from regulars.domain.responses.operations import write_responses
    from regulars.surfaces.cli.replay.report import Report
    from regulars.surfaces.cli.replay.segments import SegmentReport

    language = chosen_language().value
    candidates = candidates_of([*([asked.against] if asked.against is not None else []), *asked.programme])
    documents = {one.name: one.programme.document for one in candidates}
    with tempfile.TemporaryDirectory(prefix="regulars-replay-") as scratch:
        folder = history_at(asked.history, candidates[0].programme.document, Path(scratch) / "history", asked.columns)
        part = slice_of(asked.days, candidates[0].programme.document.time_zone)
        members = (asked.out or Path(scratch)) / "members"
        question = Question(folder, baseline_first(folder, candidates, from_start=asked.from_start), members, part)
        plan = None if asked.responses is None else plan_of(asked.responses, asked.runs, asked.seed)
        with Machines(asked.engine, asked.master).sharing(members) as workforce:
            replayed = run_replay(question, progress_on, workforce)
        print(file=sys.stderr)
        Report(language, documents).tell(replayed)
        if asked.segment:
            SegmentReport(language, documents).segments(question, asked.segment, asked.segments_at)
        responses = None if plan is None else respond(replayed, question, plan, round(asked.share * 100))
        if asked.out is not None:
            write_results(replayed, asked.out)
            if responses is not None:
                write_responses(responses, asked.out)
            print(word("written", language, folder=asked.out))


def candidates_of(paths: list[Path]) -> tuple[Candidate, ...]:
    """The programmes by the names of their files; equal names are numbered."""
    from regulars.domain.replay.types import Candidate
    from regulars.engine.compile import compile_programme
    from regulars.engine.programme.loading import load_programme

    seen: Counter[str] = Counter()
    found = []
    for path in paths:
        if not path.is_file():
            wrong_usage(f"there is no file {path}")
        seen[path.stem] += 1
        name = path.stem if seen[path.stem] == 1 else f"{path.stem}-{seen[path.stem]}"
        found.append(Candidate(name, compile_programme(load_programme(text_in(path)))))
    return tuple(found)


def baseline_first(folder: Path, candidates: tuple[Candidate, ...], *, from_start: bool) -> tuple[Candidate, ...]:
    """The candidates; the baseline as it was, through the versions that were in force, unless asked otherwise."""
    from regulars.domain.history.queries import read_manifest
    from regulars.domain.replay.queries.courses import as_it_was

    first, *others = logged(folder, candidates)
    return (first if from_start else as_it_was(first, read_manifest(folder)), *others)


def logged(folder: Path, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates; the baseline takes cuts as logged when there are some that can only be its own."""
    from dataclasses import replace

    from regulars.domain.history.queries import read_manifest
    from regulars.domain.history.types import Origin

    manifest = read_manifest(folder)
    own = manifest.origin is Origin.LEDGER and manifest.programme == candidates[0].programme.document.id
    return (replace(candidates[0], as_logged=own), *candidates[1:])
