"""`regulars ledger budgets`: what is used of the budgets that all members share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_json, print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.ledger.types.budgets import BudgetView


def budgets(
    recount: Annotated[bool, typer.Option(help="First count anew from the points that rules gave.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    programme: Code = "",
) -> None:
    """Print the budgets of the programme: what there is in each period, what is used, and what is left.

    `regulars ledger verify` says when a count is wrong; `--recount` mends it and says so in the audit trail.
    """
    ready()
    from regulars.domain.ledger.operations.budget_uses import recount_budgets
    from regulars.domain.ledger.queries.budgets import list_budgets

    live = only_programme(programme)
    corrected = len(recount_budgets(live.id, "cli")) if recount else 0
    found = list_budgets(live.id)
    if as_json:
        print_json([_plain(budget) for budget in found])
        return
    if recount:
        print(f"{corrected:,} counts corrected")
    rows = [row for budget in found for row in _rows(budget)]
    print_table(("budget", "period", "points", "used", "left", "percent"), rows)


def _plain(budget: BudgetView) -> object:
    from dataclasses import asdict

    return asdict(budget)


def _rows(budget: BudgetView) -> list[tuple[str, ...]]:
    return [
        (
            budget.id,
            one.period or "ever",
            f"{budget.points:,f}",
            f"{one.used:,f}",
            f"{one.left:,f}",
            f"{one.percent}%",
        )
        for one in budget.periods
    ]
