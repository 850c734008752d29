"""`regulars duplicates`: members who may be one person."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="Members who may be one person.")
app.callback()(choose_programme)

Number = Annotated[int, typer.Argument(help="The number of the pair; `regulars duplicates list` has them.")]


@app.command()
def search() -> None:
    """Compare all members, and keep the pairs that are worth a look."""
    live = chosen_programme()
    from regulars.domain.duplicates.operations import find_duplicates

    found = find_duplicates(live.id, lambda done, total: print(f"{done} of {total}", flush=True))
    print(f"{found.members} members compared, {found.pairs} pairs, {found.new} of them new")


@app.command("list")
def list_pairs() -> None:
    """Show the likeliest pairs that wait for a decision."""
    live = chosen_programme()
    from regulars.domain.duplicates.queries import list_suggestions
    from regulars.platform.paging import PageRequest

    rows = [
        (one.id, f"#{one.pair.first}", f"#{one.pair.second}", f"{one.pair.score:.2f}", ", ".join(one.pair.reasons))
        for one in list_suggestions(live.id, PageRequest()).items
    ]
    print_table(("number", "member", "member", "score", "why"), rows)


@app.command()
def reject(number: Number, by: Person) -> None:
    """Remember that the two are not the same; `regulars member merge` says that they are."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.duplicates.operations import reject_suggestion

    made = reject_suggestion(live.id, number, person(by, Permission.MERGE_MEMBERS))
    print(f"members {made.pair.first} and {made.pair.second} are not suggested again")
