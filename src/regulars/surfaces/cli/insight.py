"""`regulars insight`: classes, groups and cohorts of members, of a programme or of any history."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme, text_in

if TYPE_CHECKING:
    from regulars.engine.programme.model import Programme
    from regulars.surfaces.web.insight_data import Told

app = typer.Typer(no_args_is_help=True, help="Insight: classes and scores, groups, cohorts, paths, associations.")

History = Annotated[
    Path | None,
    typer.Option(help="A folder of `regulars history`; default: the programme's own.", file_okay=False),
]
Document = Annotated[
    Path | None,
    typer.Option(help="With --history: the programme that says currency, time zone and tiers.", dir_okay=False),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(help="The end of this day; default: now, of another history its last event.", formats=["%Y-%m-%d"]),
]
Out = Annotated[Path | None, typer.Option(help="Where everything goes as JSON.")]
_SHOWN = 15


@app.command()
def rfm(
    history: History = None, document: Document = None, as_of: AsOf = None, out: Out = None, programme: Code = ""
) -> None:
    """Five classes by recency, frequency and money with their movement, and the value score with its parts."""
    ready()
    from regulars.domain.rfm.operations import compute, make_classes
    from regulars.domain.rfm.operations.computing import Asked
    from regulars.domain.rfm.policy.grids import first_grid

    if history is None:
        live = only_programme(programme)
        found = make_classes(live.id, _instant(as_of, live.document), _progress)
        _tell(found, live.document, out)
        return
    told = _document(document, programme)
    asked = Asked(history, told.time_zone, _instant(as_of, told) or _last_instant(history), first_grid())
    _tell(compute(asked, _progress), told, out)


@app.command()
def clusters(
    history: History = None, document: Document = None, as_of: AsOf = None, out: Out = None, programme: Code = ""
) -> None:
    """Groups that the data make themselves, named, and judged on what members did later."""
    ready()
    from regulars.domain.clusters.operations import Asked, compute, make_clusters

    if history is None:
        live = only_programme(programme)
        _tell(make_clusters(live.id, _instant(as_of, live.document), _progress), live.document, out)
        return
    told = _document(document, programme)
    asked = Asked(history, told.time_zone, _instant(as_of, told) or _last_instant(history))
    _tell(compute(asked, _progress), told, out)


@app.command()
def motives(
    history: History = None, document: Document = None, as_of: AsOf = None, out: Out = None, programme: Code = ""
) -> None:
    """What seems to bring members: economic, identity, service and social motives, read from what they do."""
    ready()
    from regulars.domain.motives.operations import Asked, compute, make_motives
    from regulars.domain.motives.operations.refreshing import terms_of

    if history is None:
        live = only_programme(programme)
        _tell(make_motives(live.id, _instant(as_of, live.document), _progress), live.document, out)
        return
    told = _document(document, programme)
    asked = Asked(history, told.time_zone, _instant(as_of, told) or _last_instant(history), *terms_of(told))
    _tell(compute(asked, _progress), told, out)


@app.command()
def cohorts(
    history: History = None, document: Document = None, as_of: AsOf = None, out: Out = None, programme: Code = ""
) -> None:
    """Repurchase, retention, stages of life, tiers in motion, baskets, paths and associations."""
    ready()
    from regulars.domain.cohorts.operations import Asked, compute, make_cohorts
    from regulars.domain.cohorts.policy.ladders import thresholds_of
    from regulars.engine.compile import compile_programme

    if history is None:
        live = only_programme(programme)
        _tell(make_cohorts(live.id, _instant(as_of, live.document), _progress), live.document, out)
        return
    told = _document(document, programme)
    ladder, thresholds = tuple(tier.id for tier in told.ladder.tiers), thresholds_of(compile_programme(told))
    asked = Asked(history, told.time_zone, _instant(as_of, told) or _last_instant(history), ladder, thresholds)
    _tell(compute(asked, _progress), told, out)


def _document(document: Path | None, code: str) -> Programme:
    """The programme that is named, else the one that is installed."""
    from regulars.engine.programme.loading import load_programme

    return only_programme(code).document if document is None else load_programme(text_in(document))


def _instant(as_of: datetime | None, document: Programme) -> int | None:
    """The last instant of a local day."""
    from regulars.engine.time import day_number, zone_table

    if as_of is None:
        return None
    day = day_number(as_of.date())
    if day < 0:
        wrong_usage("--as-of is a day after 1970")
    return int(zone_table(document.time_zone).midnights[day + 1]) - 1


def _last_instant(history: Path) -> int:
    """When the last event of a history happened."""
    from regulars.domain.history.queries import Slice, read_manifest, span_of

    return span_of(history, read_manifest(history), Slice())[1]


def _tell(found: Told, document: Programme, out: Path | None) -> None:
    """Every table, its first rows, then what to keep in mind; everything as JSON where that is asked for."""
    from regulars.surfaces.web import insight_words as words
    from regulars.surfaces.web.insight_data import told_data

    print(file=sys.stderr)
    print(f"{found.as_of}: {found.covered:,} / {found.members:,}")
    for note in found.notes:
        print(f"* {words.said(note, document)}")
    for sheet in found.sheets:
        print(f"\n{words.title_of(sheet, document)}")
        for note in sheet.notes:
            print(f"* {words.said(note, document)}")
        rows = [
            tuple(words.shown(value, column.unit, document) for value, column in zip(row, sheet.columns, strict=True))
            for row in sheet.rows[:_SHOWN]
        ]
        print_table([words.column_title(column, document) for column in sheet.columns], rows)
        if len(sheet.rows) > _SHOWN:
            print(f"… {len(sheet.rows):,}")
    if out is not None:
        text = json.dumps(told_data(found, document), ensure_ascii=False, indent=1, default=str)
        out.write_text(text, encoding="utf-8")


def _progress(done: int, of: int | None) -> None:
    print(f"\r{done:,} / {of or 0:,}", end="", file=sys.stderr, flush=True)
