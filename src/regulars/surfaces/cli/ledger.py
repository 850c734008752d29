"""`regulars ledger`: prove it, anchor it, explain it, let time pass, roll up."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli import balances, budgets, liability, proofs
from regulars.surfaces.cli.instants import instant
from regulars.surfaces.cli.output import ready
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="The ledger.")
app.add_typer(proofs.anchors, name="anchors")
_COMMANDS = (proofs.verify, proofs.anchor, proofs.export, proofs.prove, balances.balance, liability.liability)
for command in (*_COMMANDS, budgets.budgets):
    app.command()(command)


@app.command()
def tick(
    as_of: Annotated[str, typer.Option(help="ISO 8601 instant with a zone; default: now.")] = "",
    programme: Code = "",
) -> None:
    """Let time pass: expire points and review tiers that are due."""
    ready()
    from regulars.domain.ledger import operations
    from regulars.platform.clock import now, to_us

    report = operations.tick(only_programme(programme).id, to_us(instant(as_of) if as_of else now()))
    print(f"{report.members:,} members, {report.tier_changes:,} changes of tier")
    for wallet, points in report.expired.items():
        print(f"  {wallet}: {points:,} expired")


@app.command()
def rollup(programme: Code = "") -> None:
    """Bring the programme's own accounts up to date."""
    ready()
    from regulars.domain.ledger import operations

    print(f"{operations.roll_up(only_programme(programme).id):,} entries rolled up")
