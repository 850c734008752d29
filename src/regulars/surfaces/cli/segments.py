"""`regulars segments`: groups of members, made, listed, shown, worked out anew and exported."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_json, print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="Groups of members.")
Name = Annotated[str, typer.Argument(help="The segment's code.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("list")
def list_all(
    as_json: AsJson = False,
    archived: Annotated[bool, typer.Option("--archived", help="Those put away.")] = False,
    programme: Code = "",
) -> None:
    """List segments with their size."""
    ready()
    from regulars.domain.segments import queries
    from regulars.surfaces.web.segment_data import segment_data

    found = queries.list_segments(only_programme(programme).id, archived=archived)
    if as_json:
        print_json([segment_data(one) for one in found])
        return
    print_table(
        ["code", "name", "kind", "members", "share"],
        [(one.code, one.name, one.kind.value, f"{one.size:,}", f"{one.share:.1%}") for one in found],
    )


@app.command("make")
def make(
    name: Name,
    expression: Annotated[str, typer.Argument(help="Who is in it, as docs/concepts/segments.md says.")],
    title: Annotated[str, typer.Option("--name", help="What people call it; default: its code.")] = "",
    about: Annotated[str, typer.Option(help="What it is for.")] = "",
    programme: Code = "",
) -> None:
    """Make a live segment from an expression; who is in it is worked out at once."""
    ready()
    from regulars.domain.segments.operations import make_segment
    from regulars.domain.segments.types import Kind, NewSegment

    new = NewSegment(name, title or name, about, Kind.LIVE, expression, "cli", "")
    made = make_segment(only_programme(programme).id, new)
    print(f"{made.code}: {made.size:,} of {made.members:,} members")


@app.command("show")
def show(name: Name, as_json: AsJson = False, programme: Code = "") -> None:
    """Show a segment: its expression, size, days and overlap."""
    ready()
    from regulars.domain.segments import queries
    from regulars.surfaces.web.segment_data import segment_data

    code = only_programme(programme).id
    found = queries.find_segment(code, name)
    if as_json:
        print_json(segment_data(found))
        return
    print(f"{found.code}: {found.name} ({found.kind.value}, version {found.number})")
    if found.expression:
        print(f"  {found.expression}")
    print(f"  {found.size:,} of {found.members:,} members as of {found.as_of or '-'}")
    print_table(
        ["day", "members", "entered", "left"],
        [(one.day, f"{one.size:,}", one.entered, one.left) for one in queries.days_of(code, name, 14)],
    )
    print_table(
        ["segment", "members", "both", "jaccard"],
        [
            (one.code, f"{one.size:,}", f"{one.both:,}", f"{one.jaccard:.2f}")
            for one in queries.overlaps_of(code, queries.members_of(code, name), name)
        ],
    )


@app.command("refresh")
def refresh(programme: Code = "") -> None:
    """Copy what is new into the history and work all live segments out, then pass the time that is due."""
    ready()
    from regulars.domain.segments import operations

    code = only_programme(programme).id
    told = operations.follow(code)
    count = operations.refresh_all(code)
    passed = operations.pass_time(code)
    print(f"{count} segments; {told['members']:,} members did something; {passed['moved']:,} moved by time")


@app.command("export")
def export(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="Where the numbers go; default: standard output.")] = None,
    at: Annotated[datetime | None, typer.Option(help="As they were at an instant (UTC).")] = None,
    programme: Code = "",
) -> None:
    """Write the numbers of a segment's members, one a line. It is noted in the audit trail."""
    ready()
    from datetime import UTC

    from regulars.domain.segments import operations, queries
    from regulars.platform import audit

    code = only_programme(programme).id
    found = queries.members_of(code, name)
    if at is not None:
        past = operations.who_was_in(code, name, at.replace(tzinfo=UTC))
        found = past.members
        if not past.recorded:
            print(f"{name} was not kept then: its members were worked out from the history", file=sys.stderr)
    lines = "".join(f"{one}\n" for one in ["member", *found])
    if out is None:
        sys.stdout.write(lines)
    else:
        out.write_text(lines, encoding="utf-8")
    audit.record("cli", "members_exported", f"segment {name}", {"members": len(found), "file": "csv"})
