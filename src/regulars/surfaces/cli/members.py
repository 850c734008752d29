"""`regulars member`: who somebody is and what they hold."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="Members.")


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(help="Card, mobile, e-mail, external id, device, or #NUMBER.")],
    programme: Code = "",
) -> None:
    """Show a member with their wallets."""
    ready()
    from regulars.domain.ledger.queries import balances
    from regulars.domain.members.queries import find_member, member
    from regulars.surfaces.web.formatting import scaled

    live = only_programme(programme)
    number = identifier.removeprefix("#")
    by_number = identifier.startswith("#") and number.isascii() and number.isdigit()
    found = member(live.id, int(number[:18])) if by_number else find_member(live.id, identifier)
    print(f"member {found.id}, {found.state.value}, enrolled {found.enrolled_at:%Y-%m-%d}")
    for one in found.identifiers:
        print(f"  {one.kind.value}: {one.value}")
    decimals = {wallet.id: wallet.decimals for wallet in live.document.wallets}
    rows = [
        (held.wallet, scaled(held.available, decimals[held.wallet]), scaled(held.debt, decimals[held.wallet]))
        for held in balances(live.id, found.id)
    ]
    print_table(("wallet", "available", "debt"), rows)


@app.command()
def count(programme: Code = "") -> None:
    """Count the members."""
    ready()
    from regulars.domain.members.queries import count_members

    print(count_members(only_programme(programme).id))
