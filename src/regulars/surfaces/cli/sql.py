"""`regulars sql`: questions of analysts to the history and the tags, which can only be read."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme, text_in

if TYPE_CHECKING:
    from regulars.platform.sets import Files

_MOST_ROWS = 1000


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT, or @question.sql; without one, the views are listed.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where the rows go: .parquet or .csv; default: this screen.")] = None,
    history: Annotated[
        Path | None,
        typer.Option(help="A folder of `regulars history`, instead of the programme's own.", file_okay=False),
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="With --history: the programme, for its time zone.", dir_okay=False)
    ] = None,
    programme: Code = "",
) -> None:
    """Ask the views of a history (events, purchases, lines, days, members, accounts, entries) and `tags`.

    Members are numbers here; no identifier, name or free text is in reach, and nothing can be written.
    """
    ready()
    from regulars.domain.history.queries import VIEWS, LookedAt, folder_of, open_history_sets
    from regulars.domain.tags.queries import folder_of_tags
    from regulars.engine.programme.loading import load_programme
    from regulars.platform import clock

    if history is None:
        live = only_programme(programme)
        folder, tags, zone = folder_of(live.code), folder_of_tags(live.code), live.document.time_zone
    elif document is None:
        wrong_usage("--history needs --document")
    else:
        told = load_programme(text_in(document))
        folder, tags, zone = history, folder_of_tags(told.id), told.time_zone
    text = text_in(Path(query[1:])) if query.startswith("@") else query
    more = _tags(tags)
    with open_history_sets(LookedAt(folder, zone, clock.now_us()), more=more) as sets:
        if not text:
            for name in (*VIEWS, *more):
                columns = sets.frame(f"select * from {name} limit 0").columns
                print(f"{name}: {', '.join(columns[:40])}{' …' if len(columns) > 40 else ''}")
            return
        if out is not None and out.suffix == ".parquet":
            sets.write(text, out)
            return
        frame = sets.frame(text)
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(frame.columns)
            writer.writerows(frame.iter_rows())
        return
    rows = [tuple("" if value is None else str(value) for value in row) for row in frame.head(_MOST_ROWS).iter_rows()]
    print_table(tuple(frame.columns), rows)
    if frame.height > _MOST_ROWS:
        print(f"… {frame.height - _MOST_ROWS:,} more rows; keep them all with --out", file=sys.stderr)


def _tags(folder: Path) -> dict[str, Files]:
    """The newest tags as a view, if there are some."""
    import polars as pl

    from regulars.domain.tags.queries import days_in
    from regulars.platform.sets import Files

    days = days_in(folder)
    if not days:
        return {}
    path = (folder / f"{days[0].isoformat()}.parquet").resolve()
    return {"tags": Files((path,), dict(pl.read_parquet_schema(path)))}
