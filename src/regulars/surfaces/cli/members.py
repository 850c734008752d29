"""`regulars member`: who somebody is and what they hold."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready
from regulars.surfaces.cli.points import choose_programme
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.members.types import MemberView

app = typer.Typer(no_args_is_help=True, help="Members.")
app.callback()(choose_programme)

Who = Annotated[str, typer.Argument(help="Card, mobile, e-mail, external id, device, or #NUMBER.")]


@app.command()
def show(
    identifier: Who,
    programme: Code = "",
) -> None:
    """Show a member with their wallets."""
    ready()
    from regulars.domain.ledger.queries import balances
    from regulars.surfaces.web.formatting import scaled

    live = only_programme(programme)
    found = named_member(live.id, identifier)
    print(f"member {found.id}, {found.state.value}, enrolled {found.enrolled_at:%Y-%m-%d}")
    for one in found.identifiers:
        print(f"  {one.kind.value}: {one.value}")
    decimals = {wallet.id: wallet.decimals for wallet in live.document.wallets}
    rows = [
        (held.wallet, scaled(held.available, decimals[held.wallet]), scaled(held.debt, decimals[held.wallet]))
        for held in balances(live.id, found.id)
    ]
    print_table(("wallet", "available", "debt"), rows)


def named_member(programme_id: int, identifier: str) -> MemberView:
    """The member with an identifier of any kind, or with a number written as #NUMBER; Django must be ready."""
    from regulars.domain.members.queries import find_member, member
    from regulars.domain.privacy.operations import note_looks
    from regulars.domain.privacy.types import Look

    number = identifier.removeprefix("#")
    by_number = identifier.startswith("#") and number.isascii() and number.isdigit()
    found = member(programme_id, int(number[:18])) if by_number else find_member(programme_id, identifier)
    note_looks(programme_id, [Look(found.id, f"cli {getpass.getuser()}", "cli", "member")])
    return found


@app.command()
def count(programme: Code = "") -> None:
    """Count the members."""
    ready()
    from regulars.domain.members.queries import count_members

    print(count_members(only_programme(programme).id))
