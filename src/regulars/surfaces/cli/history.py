"""`regulars history`: the ledger as Parquet files, copied bit by bit, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme, text_in
from regulars.surfaces.cli.replay.asking import Columns, build_history

app = typer.Typer(no_args_is_help=True, help="The history: events, lines and entries as Parquet files, by month.")

Folder = Annotated[Path | None, typer.Option(help="Its folder; default: the programme's own in the data folder.")]


@app.command()
def sync(folder: Folder = None, programme: Code = "") -> None:
    """Copy what the ledger has and the history does not; it can be stopped and started at any time."""
    ready()
    from regulars.domain.history import operations
    from regulars.domain.history.queries import folder_of

    live = only_programme(programme)
    report = operations.sync_history(live.id, folder)
    print(f"{folder or folder_of(live.code)}")
    print(f"  {report.members:,} members have something new")
    print(f"  {report.events:,} events, {report.lines:,} lines, {report.entries:,} entries were copied")
    print(f"  {len(report.manifest.files):,} files; {report.merged_files:,} were merged")


@app.command()
def check(folder: Folder = None, programme: Code = "") -> None:
    """Compare the files with their hashes and every row with the ledger's; exit code 1 when something differs."""
    ready()
    from regulars.domain.history.checks import check_history
    from regulars.domain.history.queries import folder_of

    report = check_history(folder or folder_of(only_programme(programme).code))
    print(f"{report.files:,} files, " + ", ".join(f"{count:,} {table}" for table, count in report.rows.items()))
    if report.behind:
        print(f"  the ledger has {report.behind:,} more events and entries; copy them with: regulars history sync")
    for one in report.differences:
        print(f"  {one.table.value}, {one.where}: {one.kept:,} rows here, {one.expected:,} expected")
    if report.differences:
        raise SystemExit(REFUSED)
    print("  all as it should be")


@app.command()
def build(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet, of orders.", exists=True, dir_okay=False)],
    folder: Annotated[Path, typer.Option(help="Where the history goes.")],
    document: Annotated[Path, typer.Option(help="A programme; it says currency, time zone and attributes.")],
    columns: Columns = None,
    mapping: Annotated[
        Path | None, typer.Option(help="JSON as `regulars import mapping` prints it, instead of --map.")
    ] = None,
) -> None:
    """Make a history of a file, with no live system; rows that make no event are counted by reason."""
    ready()
    from dataclasses import replace

    from regulars.domain.history.operations import Given, history_of_file
    from regulars.domain.intake.operations.inspecting import inspect_file
    from regulars.domain.intake.policy.mapping import suggest_mapping
    from regulars.engine.programme.loading import load_programme
    from regulars.surfaces.cli.replay.files import tell_file

    programme = load_programme(text_in(document))
    if mapping is None:
        build_history(file, programme, folder, columns)
        return
    try:
        parts = json.loads(text_in(mapping))
        chosen = replace(suggest_mapping(inspect_file(file).headings, programme.time_zone), **parts)
    except (ValueError, TypeError) as error:
        wrong_usage(f"{mapping} is not a mapping: {error}")
    tell_file(history_of_file(Given(file, programme, chosen), folder))
