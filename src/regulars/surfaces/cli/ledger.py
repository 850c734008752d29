"""`regulars ledger`: prove it, anchor it, explain it, let time pass, roll up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from regulars.surfaces.cli import balances, liability, proofs
from regulars.surfaces.cli.output import ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="The ledger.")
app.add_typer(proofs.anchors, name="anchors")
for command in (proofs.verify, proofs.anchor, proofs.export, proofs.prove, balances.balance, liability.liability):
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

    report = operations.tick(only_programme(programme).id, to_us(_instant(as_of) if as_of else now()))
    print(f"{report.members:,} members, {report.tier_changes:,} changes of tier")
    for wallet, points in report.expired.items():
        print(f"  {wallet}: {points:,} expired")


@app.command()
def rollup(programme: Code = "") -> None:
    """Bring the programme's own accounts up to date."""
    ready()
    from regulars.domain.ledger import operations

    print(f"{operations.roll_up(only_programme(programme).id):,} entries rolled up")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is not an instant; write it as 2026-03-31T09:05:00+08:00")
    if instant.tzinfo is None:
        wrong_usage(f"{text} has no time zone; write it as {text}+08:00, or {text}Z for UTC")
    return instant.astimezone(UTC)
