"""`regulars tags`: what is said of members, computed from their history."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme, text_in

if TYPE_CHECKING:
    from regulars.domain.tags.types import Library, RefreshReport, TagLine

app = typer.Typer(no_args_is_help=True, help="Tags: what is said of members, computed from their history.")

Definitions = Annotated[
    list[Path] | None, typer.Option(help="A folder with definitions of your own; can be given several times.")
]


@app.command()
def refresh(
    every: Annotated[bool, typer.Option("--all", help="Also those that are not due.")] = False, programme: Code = ""
) -> None:
    """Compute the tags of the live programme that are due, over its history as it stands."""
    ready()
    from regulars.domain.tags.operations import refresh_programme

    _tell(refresh_programme(only_programme(programme).id, every=every, progress=_progress))


@app.command()
def build(
    history: Annotated[Path, typer.Option(help="A folder of `regulars history build`.", file_okay=False)],
    document: Annotated[Path, typer.Option(help="The programme; it says time zone and wallets.", dir_okay=False)],
    out: Annotated[Path, typer.Option(help="Where the files of days go.", file_okay=False)],
    as_of: Annotated[str, typer.Option(help="A day, as 2026-03-31; default: that of the last event.")] = "",
    definitions: Definitions = None,
) -> None:
    """Compute all tags of a history, with no live system."""
    ready()
    from regulars.domain.history.queries import Slice, read_manifest, span_of
    from regulars.domain.tags.operations import Asked, refresh_tags, spendable
    from regulars.engine.programme.loading import load_programme

    told, day, found = load_programme(text_in(document)), _day(as_of), _library(definitions or [])
    end = span_of(history, read_manifest(history), Slice())[1] if day is None else _end_of(day, told.time_zone)
    asked = Asked(history, told.time_zone, end, spendable(told), found.definitions, out, every=True)
    _tell(refresh_tags(asked, _progress))


def _end_of(day: date, zone: str) -> int:
    """The last instant of a local day."""
    from zoneinfo import ZoneInfo

    from regulars.engine.time import instant_of

    end = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(days=1)
    return instant_of(end.astimezone(UTC)) - 1


def _tell(report: RefreshReport) -> None:
    print(file=sys.stderr)
    print(f"{report.day}: {report.members:,} members, {report.tags:,} tags, {report.computed:,} computed anew")
    print(f"  {report.seconds:.1f} s, sha256 {report.digest}")


def _library(folders: list[Path]) -> Library:
    """The definitions; findings are told, and end the command."""
    from django.conf import settings

    from regulars.domain.tags.queries import library_of
    from regulars.surfaces.web.tag_words import finding_text

    found = library_of([*(Path(one) for one in settings.TAG_DEFINITIONS), *folders])
    for one in found.findings:
        print(f"{one.file} {one.where}: {finding_text(one)}", file=sys.stderr)
    if found.findings:
        raise SystemExit(REFUSED)
    return found


@app.command(name="list")
def list_tags(
    search: Annotated[str, typer.Argument(help="A part of the name or of the id.")] = "",
    family: Annotated[str, typer.Option(help="Only of this family.")] = "",
    definitions: Definitions = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether all definitions hold.")] = False,
) -> None:
    """Tell all computed tags, or those that are looked for; findings of definition files end it with code 1."""
    ready()
    from regulars.surfaces.web.tag_words import refresh_word, type_word, word

    found = _library(definitions or [])
    if check:
        print(f"{len(found.definitions):,} definitions, no findings")
        return
    rows = [
        (one.id, word(one.name), one.family, type_word(one.type), refresh_word(one.refresh))
        for one in found.definitions
        if family in {"", one.family} and search.casefold() in f"{one.id} {one.name.zh} {one.name.en}".casefold()
    ]
    print_table(("id", "name", "family", "type", "refresh"), rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The id of a tag, or the number of a member.")],
    folder: Annotated[Path | None, typer.Option(help="Files of `tags build --out`, without a live system.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    programme: Code = "",
) -> None:
    """Tell what a tag means and how it is spread, or all tags of a member."""
    ready()
    from regulars.domain.tags.queries import catalogue, tags_of_member

    if folder is not None:
        told = _in_folder(folder, name)
    elif name.isdecimal():
        live = only_programme(programme)
        told = {one.tag.id: one.value for one in tags_of_member(live.id, int(name))}
    else:
        told = _told(catalogue(only_programme(programme).id).find(name))
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    print_table(("", ""), [(key, "" if value is None else str(value)) for key, value in told.items()])


def _in_folder(folder: Path, name: str) -> dict[str, object]:
    import polars as pl

    from regulars.domain.tags.errors import TagMissing
    from regulars.domain.tags.queries import newest_day, values_on

    day = newest_day(folder)
    if name.lstrip("-").isdecimal():
        rows = values_on(folder, day.day).filter(pl.col("member") == int(name)).collect()
        return dict(rows.row(0, named=True)) if rows.height else {}
    if name not in day.figures:
        raise TagMissing(tag=name)
    figures = day.figures[name]
    return {"tag": name, "day": str(day.day), "known": figures.known, "holding": figures.holding, "mean": figures.mean}


def _told(line: TagLine) -> dict[str, object]:
    from regulars.surfaces.web.tag_words import type_word, word

    told: dict[str, object] = {
        "id": line.id,
        "name": word(line.name),
        "about": word(line.about),
        "type": type_word(line.type),
        "formula": line.formula,
    }
    if line.figures is not None:
        told |= {"computed on": str(line.figures.computed_on), "known": line.figures.known}
        told |= {"holding": line.figures.holding, "mean": line.figures.mean}
        told |= {label or "…": count for label, count in line.figures.bars}
    return told


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is no day; write it as 2026-03-31")


def _progress(done: int, of: int | None) -> None:
    print(f"\r{done:,} / {of or 0:,}", end="", file=sys.stderr, flush=True)
