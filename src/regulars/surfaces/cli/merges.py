"""`regulars member merge` and `unmerge`: two records of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import chosen_programme
from regulars.surfaces.cli.stands import print_stands

if TYPE_CHECKING:
    from regulars.domain.corrections.types import MergePreview
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True)

Why = Annotated[str, typer.Option("--reason", help="Why; it stays with the correction.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would come of it.")]


@app.command()
def merge(survivor: Who, merged: Who, reason: Why, by: Person, dry_run: DryRun = False) -> None:
    """Let MERGED become a part of SURVIVOR: points, progress and identifiers; it can be taken back."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import merge_members, preview_merge
    from regulars.domain.corrections.types import NewMerge

    stays, goes = (named_member(live.id, one).id for one in (survivor, merged))
    asked = NewMerge(stays, goes, reason, person(by, Permission.MERGE_MEMBERS))
    if dry_run:
        _tell(live, preview_merge(live.id, asked), (stays, goes))
        return
    made = merge_members(live.id, asked)
    print(f"merge {made.id}: member {goes} is a part of member {stays}; {made.identifiers} identifiers lead there")


@app.command()
def unmerge(
    number: Annotated[int, typer.Argument(help="The number of the merge; `regulars member merges` lists them.")],
    reason: Why,
    by: Person,
    dry_run: DryRun = False,
) -> None:
    """Undo a merge: points and identifiers go back, what happened since stays with the survivor."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections import operations, queries

    actor = person(by, Permission.MERGE_MEMBERS)
    found = queries.merge(live.id, number)
    if dry_run:
        _tell(live, operations.preview_undo(live.id, number, actor), (found.survivor, found.merged))
        return
    operations.undo_merge(live.id, number, reason, actor)
    print(f"merge {number} is undone: member {found.merged} is a member of their own again")


@app.command()
def merges() -> None:
    """List the newest merges."""
    live = chosen_programme()
    from regulars.domain.corrections.queries import list_merges
    from regulars.platform.paging import PageRequest

    rows = [
        (one.id, f"{one.merged_at:%Y-%m-%d}", one.merged, one.survivor, one.actor, one.reason, one.undone_why)
        for one in list_merges(live.id, PageRequest()).items
    ]
    print_table(("merge", "on", "member", "into", "by", "reason", "undone"), rows)


def _tell(live: LiveProgramme, seen: MergePreview, members: tuple[int, int]) -> None:
    headings = [f"{member} {when}" for member in members for when in ("now", "then")]
    print_stands(live, headings, [*seen.survivor, *seen.merged])
