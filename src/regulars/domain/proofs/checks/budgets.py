"""Budgets: what is kept of their use must be what their rules gave, and no more than there was."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.domain.ledger.policy import Use, period_text
from regulars.domain.ledger.queries.budgets import earned_uses, kept_uses
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.types import Divergence

KEPT = "budgets keep what their rules gave"
WITHIN = "budgets gave no more than there was"
CHECKS = (KEPT, WITHIN)


def wrong_budgets(programme_id: int) -> Iterator[Divergence]:
    """The first budget of the version in force that is kept otherwise than lots say, and the first that gave too much.

    What restatements give is counted, but may go past the end of a budget: members who were restated prove nothing
    about what was left when their events came.
    """
    budgets = {budget.id for budget in live_programme(programme_id).document.budgets}
    if not budgets:
        return
    earned = {use: told for use, told in earned_uses(programme_id).items() if use[0] in budgets}
    kept = {use: points for use, points in kept_uses(programme_id).items() if use[0] in budgets}
    for use in sorted(earned.keys() | kept.keys()):
        expected, found = earned[use].points if use in earned else 0, kept.get(use, 0)
        if expected != found:
            yield Divergence(KEPT, expected=f"{expected} of {_name(use)}", found=found)
            break
    for use, told in sorted(earned.items()):
        if told.undisturbed > told.most:
            yield Divergence(WITHIN, expected=f"at most {told.most} of {_name(use)}", found=told.undisturbed)
            break


def _name(use: Use) -> str:
    return " ".join(part for part in (use[0], period_text(use[1])) if part)
