"""`regulars ledger`: prove it, let time pass, roll up."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="The ledger.")


@app.command()
def verify(
    replay: Annotated[bool, typer.Option("--replay", help="Replay the event log, too, and compare.")] = False,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many work on it.")] = min(2, os.cpu_count() or 1),
    programme: Code = "",
) -> None:
    """Prove sums, balances, lots and hash chains; with --replay that the ledger is what the engine makes of the log.

    Exit code 1 when something diverges; the first place of each kind is named.
    """
    ready()
    from regulars.domain.proofs.checks import verify_ledger, verify_replay

    live = only_programme(programme)
    reports = [verify_ledger(live.id, processes), *([verify_replay(live.id)] if replay else [])]
    for report in reports:
        for divergence in report.divergences:
            print(f"DIVERGES {divergence}")
        print(f"{len(report.checks)} checks: {', '.join(report.checks)}")
    first = reports[0]
    print(f"{first.members:,} members, {first.events:,} events, {first.entries:,} entries")
    if not all(report.holds for report in reports):
        raise SystemExit(REFUSED)
    print("equal: the ledger is what its events make of it" if replay else "the ledger holds")


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
