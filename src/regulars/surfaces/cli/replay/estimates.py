"""`regulars responses`: what the operator's own history says of how members respond."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import chosen_language, print_table, ready, wrong_usage
from regulars.surfaces.cli.replay.asking import Columns, history_at
from regulars.surfaces.cli.replay.commands import candidates_of, logged
from regulars.surfaces.cli.replay.response_words import response_word

if TYPE_CHECKING:
    from regulars.domain.responses.policy.estimating import Estimate
    from regulars.domain.responses.queries import Past

app = typer.Typer(no_args_is_help=True, help="How members respond: assumptions with sources and estimates.")


@app.callback()
def responses() -> None:
    """Keep `estimate` a command of its own."""


@dataclass(frozen=True)
class Options:
    """What `regulars responses estimate` is asked."""

    history: Annotated[
        Path, typer.Option(help="A folder of `regulars history`, or a CSV or Parquet file of orders.", exists=True)
    ]
    programme: Annotated[Path, typer.Option(help="The programme under which members lived it.")]
    out: Annotated[Path, typer.Option(help="Where the assumptions go; it must not exist.")] = Path("responses.yaml")
    within: Annotated[int, typer.Option(min=1, max=25, help="Near is the last so many per cent of the way.")] = 20
    reset_days: Annotated[int, typer.Option(min=7, max=91, help="Days after a rise in which members may rest.")] = 28
    seed: Annotated[int, typer.Option(help="Chance of the intervals begins here.")] = 1
    columns: Columns = None


@app.command()
@with_options(Options)
def estimate(asked: Options) -> None:
    """Estimate what the history can tell, and write assumptions with sources for a replay with responses.

    What it cannot tell keeps a published value or a judgement, and the file says so. You add the margin.
    """
    ready()
    from regulars.domain.responses.operations import Observation, estimate_responses
    from regulars.domain.responses.policy.assumptions import assumed_from, text_of

    if asked.out.exists():
        wrong_usage(f"{asked.out} exists; name another file with --out")
    candidates = candidates_of([asked.programme])
    with tempfile.TemporaryDirectory(prefix="regulars-responses-") as scratch:
        folder = history_at(asked.history, candidates[0].programme.document, Path(scratch) / "history", asked.columns)
        programme = logged(folder, candidates)[0]
        past = _past(folder) if programme.as_logged else None
        observation = Observation(folder, programme, asked.within, asked.reset_days, asked.seed, past)
        estimates = estimate_responses(observation, _progress)
    print(file=sys.stderr)
    language = chosen_language().value
    _tell(estimates, language)
    measured = {one.assumption: _measured(one, asked, language) for one in estimates}
    asked.out.write_text(text_of(assumed_from(estimates, measured, asked.within, asked.reset_days)), encoding="utf-8")
    print()
    print(response_word("estimates_written", language, path=asked.out))


def _past(folder: Path) -> Past | None:
    """What the programme of a ledger's history was before."""
    from regulars.domain.history.queries import read_manifest
    from regulars.domain.responses.queries import past_of

    return past_of(read_manifest(folder).programme_id)


def _tell(estimates: tuple[Estimate, ...], language: str) -> None:
    rows = []
    for one in estimates:
        values = (one.low, one.likely, one.high) if one.doubt is None else ()
        told = [f"{value:.2f}" for value in values] or ["-"] * 3
        reason = "" if one.doubt is None else response_word(one.doubt.value, language)
        rows.append((_name(one, language), *told, f"{one.members:,}", f"{one.purchases:,}", reason))
    columns = ("assumption", "low", "likely", "high", "seen_members", "seen_events", "doubt")
    print()
    print_table([response_word(column, language) for column in columns], rows)


def _name(one: Estimate, language: str) -> str:
    return response_word(one.assumption, language).partition(":")[0].partition("：")[0]


def _measured(one: Estimate, asked: Options, language: str) -> str:
    """What an estimate rests on, or why there is none, for the file."""
    counts = {"members": f"{one.members:,}", "events": f"{one.purchases:,}", "seed": asked.seed}
    if one.doubt is None:
        return response_word(f"{one.assumption}_measured", language, **counts)
    return response_word("untold", language, reason=response_word(one.doubt.value, language))


def _progress(done: int, of: int) -> None:
    print(f"\r{done:,} / {of:,}", end="", file=sys.stderr, flush=True)
