"""`regulars import`: events from CSV and Parquet files."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.surfaces.cli.output import REFUSED, print_json, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.intake.types.files import ImportView, Mapping

app = typer.Typer(no_args_is_help=True, help="Events from files.")

File = Annotated[Path, typer.Argument(help="CSV or Parquet.", exists=True, dir_okay=False, readable=True)]


@app.command()
def events(
    file: File,
    mapping: Annotated[Path | None, typer.Option(help="JSON as `regulars import mapping` prints it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an import of this file stopped.")] = False,
    programme: Code = "",
) -> None:
    """Import a file, here and now.

    Exit code 1 when rows were rejected; `regulars import report NUMBER` lists them.
    """
    ready()
    from regulars.domain.intake import operations
    from regulars.domain.intake.queries import find_interrupted

    live = only_programme(programme)
    if resume:
        view = find_interrupted(live.id, file)
    else:
        given = _given(mapping)
        bringing = operations.Bringing(live.id, file.name, "cli", given.pop("encoding", None))
        view = operations.register_file(bringing, file)
        view = operations.choose_mapping(live.id, view.id, _changed(view.mapping, given))
    print(f"import {view.id}: {view.format} {view.encoding} {view.mapping.layout}", file=sys.stderr, flush=True)
    run = operations.check_file if dry_run else operations.import_file
    _tell(run(live.id, view.id, _progress), {wallet.id: wallet.decimals for wallet in live.document.wallets})


@app.command()
def openings(
    file: File,
    as_of: Annotated[str, typer.Option(help="The day of the balances, as 2026-01-01.")] = "",
    mapping: Annotated[Path | None, typer.Option(help="JSON: layout openings, columns, time_zone.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")] = False,
    programme: Code = "",
) -> None:
    """Import opening balances: member, wallet, points, valid until, tier, tier until; a member's rows together.

    Each member gets one opening, once. `regulars import reconciliation NUMBER` says what came of each row.
    """
    ready()
    from regulars.domain.intake import operations
    from regulars.domain.intake.policy.mapping import suggest_opening_mapping

    live = only_programme(programme)
    given = _given(mapping)
    if not as_of and "occurred_at" not in {**given.get("columns", {}), **given.get("constants", {})}:
        wrong_usage("say --as-of, the day of the balances, as 2026-01-01")
    bringing = operations.Bringing(live.id, file.name, "cli", given.pop("encoding", None))
    view = operations.register_file(bringing, file)
    suggested = suggest_opening_mapping(view.headings, live.document.time_zone, as_of)
    view = operations.choose_mapping(live.id, view.id, _changed(suggested, given))
    run = operations.check_file if dry_run else operations.import_file
    _tell(run(live.id, view.id, _progress), {wallet.id: wallet.decimals for wallet in live.document.wallets})


@app.command()
def reconciliation(number: Annotated[int, typer.Argument(min=1)], programme: Code = "") -> None:
    """Print what each row of an import of opening balances said and what came of it, as CSV with totals."""
    ready()
    from regulars.domain.intake.queries import reconciled_rows
    from regulars.surfaces.web.reconciliation import reconciliation_lines

    live = only_programme(programme)
    decimals = {wallet.id: wallet.decimals for wallet in live.document.wallets}
    csv.writer(sys.stdout).writerows(reconciliation_lines(reconciled_rows(live.id, number), decimals))


@app.command()
def mapping(file: File, programme: Code = "") -> None:
    """Print the mapping that a file's headings speak for, to be changed and given to --mapping."""
    ready()
    from regulars.domain.intake.operations.inspecting import inspect_file
    from regulars.domain.intake.policy.mapping import suggest_mapping

    document = only_programme(programme).document
    attributes = sorted({one.id for one in (*document.attributes, *document.member_attributes)})
    print_json(suggest_mapping(inspect_file(file).headings, document.time_zone, attributes))


@app.command()
def report(number: Annotated[int, typer.Argument(min=1)], programme: Code = "") -> None:
    """Print the bad rows of an import as CSV: line, column, code, reason."""
    ready()
    from regulars.domain.intake.queries import bad_cells
    from regulars.surfaces.web.messages import text_for

    writer = csv.writer(sys.stdout)
    writer.writerow(("line", "column", "code", "reason"))
    for cell in bad_cells(only_programme(programme).id, number):
        writer.writerow((cell.line, cell.column, cell.code, text_for(cell.code, cell.params)))


def _progress(done: int, of: int) -> None:
    print(f"\r{done:,} of about {of:,} rows", end="", file=sys.stderr, flush=True)


def _given(path: Path | None) -> dict[str, Any]:
    """What a mapping file says; nothing without one."""
    try:
        given = {} if path is None else json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        wrong_usage(f"{path} cannot be read as JSON: {error}")
    if not isinstance(given, dict):
        wrong_usage(f"{path} is not a mapping; print one with: regulars import mapping FILE")
    return given


def _changed(suggested: Mapping, given: dict[str, Any]) -> Mapping:
    """The suggested mapping with what was given in its place."""
    try:
        return replace(suggested, **given)
    except TypeError as error:
        wrong_usage(f"the mapping has an unknown part: {error}")


def _tell(view: ImportView, decimals: dict[str, int]) -> None:
    from regulars.surfaces.web.formatting import scaled

    tally = view.tally
    print(file=sys.stderr)
    print(f"import {view.id} is {view.state.value}: {tally.rows:,} rows, {tally.events:,} events")
    print(f"  {tally.accepted:,} accepted, {tally.duplicates:,} known already, {tally.rejected:,} rejected")
    for wallet, points in tally.points.items():
        print(f"  {wallet}: {scaled(points, decimals[wallet])}")
    for wallet, points in tally.in_file.items():
        said, done = scaled(points, decimals[wallet]), scaled(tally.posted.get(wallet, 0), decimals[wallet])
        print(f"  {wallet}: {said} in the file, {done} posted")
    if tally.rejected:
        print(f"  see: regulars import report {view.id}")
        raise SystemExit(REFUSED)
