"""`regulars predict`: what members will likely do, with how well each model did in its back-test."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_json, print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme, text_in
from regulars.surfaces.cli.replay.asking import Columns

if TYPE_CHECKING:
    from regulars.domain.predictions.operations import Foretold
    from regulars.domain.predictions.types import Card
    from regulars.engine.programme.model import Programme

app = typer.Typer(no_args_is_help=True, help="Lifetime value, churn, the next purchase and what is in it.")
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("refresh")
def refresh(
    history: Annotated[
        Path | None,
        typer.Option(help="A folder of `regulars history`, or a CSV or Parquet file of orders; default: the own one."),
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="The programme's document, for a history from a file.", dir_okay=False)
    ] = None,
    map_: Columns = None,
    out: Annotated[Path | None, typer.Option(help="Where the scores go, as Parquet.")] = None,
    programme: Code = "",
) -> None:
    """Fit all models, test them on a later stretch, and tell of every active member.

    Of the programme's own history the scores are kept, and the console and the API show them.
    """
    ready()
    from regulars.domain.history.operations import catch_up
    from regulars.domain.predictions import operations, queries
    from regulars.domain.programmes.queries import live_programme
    from regulars.engine.compile import compile_programme
    from regulars.engine.programme.loading import load_programme

    if history is None:
        live = only_programme(programme)
        catch_up(live.id)
        run = operations.make_predictions(live.id, progress=_progress)
        told, cards, scores = live_programme(live.id).document, run.cards, None
        if out is not None:
            scores = queries.all_scores(live.code, run.as_of_day)
    else:
        text = document and text_in(document)
        told = compile_programme(load_programme(text)).document if text else only_programme(programme).document
        found = _from(history, told, map_)
        cards, scores = found.cards, found.scores
    print(file=sys.stderr)
    _tell(cards, told)
    if out is not None and scores is not None:
        scores.write_parquet(out)


def _from(history: Path, document: Programme, columns: list[str] | None) -> Foretold:
    """Predictions on any history, which are not kept."""
    from regulars.domain.predictions.operations import last_day_of, predict
    from regulars.domain.predictions.types import Subject
    from regulars.engine.time import LAST_DAY
    from regulars.surfaces.cli.replay.asking import history_at

    with tempfile.TemporaryDirectory(prefix="regulars-predictions-") as scratch:
        folder = history_at(history, document, Path(scratch) / "history", columns)
        subject = Subject(folder, document.time_zone, LAST_DAY - 2)
        return predict(Subject(folder, document.time_zone, last_day_of(subject)), _progress)


@app.command("show")
def show(
    member: Annotated[int | None, typer.Option(help="What is predicted of this member, by number.")] = None,
    model: Annotated[str, typer.Option(help="Everything about one model, by name, e.g. churn_90.")] = "",
    as_json: AsJson = False,
    programme: Code = "",
) -> None:
    """Show the newest models, one of them, or a member."""
    ready()
    from regulars.domain.predictions import queries
    from regulars.domain.programmes.queries import live_programme
    from regulars.surfaces.web.prediction_data import card_data, scores_data

    code = only_programme(programme)
    run, document = queries.last_run(code.id), live_programme(code.id).document
    if member is not None:
        found = queries.scores_of(code.code, run.as_of_day, member)
        print_json(scores_data(found) if found else {"member": member, "predicted": False})
        return
    cards = (queries.card_of(run, model),) if model else run.cards
    if as_json:
        print_json([card_data(one) for one in cards])
        return
    _tell(cards, document)
    if model:
        _tell_tables(cards[0], document)


def _tell(cards: tuple[Card, ...], document: Programme) -> None:
    """A line for each model; a refused one with its reason."""
    from regulars.surfaces.web import prediction_words as words
    from regulars.surfaces.web.prediction_tables import deciding_words

    print_table(
        [
            words.chosen(one)
            for one in (
                ("model", "模型"),
                ("method", "方法"),
                ("back-test (baseline)", "回测（基线）"),
                ("members", "会员"),
            )
        ],
        [
            (
                one.model.value,
                words.method_name(one.method) if one.ready else "–",
                deciding_words(one, document.currency) if one.ready else words.refusal(one),
                f"{one.scored:,}",
            )
            for one in cards
        ],
    )


def _tell_tables(card: Card, document: Programme) -> None:
    from regulars.surfaces.web.prediction_tables import tables_of

    for table in tables_of(card, document.currency):
        print(f"\n{table.title}")
        print_table([title for title, _ in table.headings], [[cell for cell, _ in row] for row in table.rows])


def _progress(done: int, of: int | None) -> None:
    print(f"\r{done} / {of or 0}", end="", file=sys.stderr, flush=True)
