"""What is used of budgets: locked while it is decided about, added to, told of, counted anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection, transaction

from regulars.domain.ledger.models.statements import execute, fetch, uses
from regulars.domain.ledger.policy import Use, is_of, limits_of, period_text
from regulars.domain.ledger.queries.budgets import earned_uses, kept_uses
from regulars.domain.programmes.types import LiveProgramme, stream_of
from regulars.platform import audit, outbox
from regulars.platform.outbox import NewMessage

LEVELS = {"budget.nearly_used": 80, "budget.used_up": 100}
"""Topics of the outbox, and the percentage of a budget at which each is told, once in a period."""

# A row is written even if nothing is added: one that another transaction is adding to, or making, is waited for, and
# read as it is then.
_MOVE = """
    INSERT INTO ledger_budget_use (programme_id, budget, period, points)
    SELECT %s, named.budget, named.period, named.points FROM {uses} WHERE true ORDER BY named.budget, named.period
    ON CONFLICT (programme_id, budget, period) DO UPDATE SET points = ledger_budget_use.points + excluded.points
    RETURNING budget, period, points
"""


def lock_uses(programme_id: int, wanted: Sequence[Use]) -> dict[Use, int]:
    """What is used of budgets, which stays so until the transaction ends; locked in ascending order."""
    rows = fetch(_MOVE, [programme_id, *uses((*use, 0) for use in sorted(wanted))])
    return {(budget, period): points for budget, period, points in rows}


def note_uses(programme: LiveProgramme, drawn: Mapping[Use, int]) -> None:
    """Add to what is used of budgets; tell the outbox of those that come to a level of `LEVELS`."""
    rows = [(*use, points) for use, points in sorted(drawn.items()) if points]
    if not rows:
        return
    used = fetch(_MOVE, [programme.id, *uses(rows)])
    messages = [
        message
        for budget, period, points in used
        for message in _levels(programme, (budget, period), points - drawn[budget, period], points)
    ]
    if messages:
        outbox.send(stream_of(programme.id), messages)


@transaction.atomic
def recount_budgets(programme_id: int, actor: str) -> dict[Use, int]:
    """Keep as the use of budgets what the lots say, and answer by how much each was wrong; says so in the audit trail.

    Batches that draw on budgets wait meanwhile.
    """
    if connection.vendor == "postgresql":
        execute("LOCK TABLE ledger_budget_use IN EXCLUSIVE MODE", [])
    kept = kept_uses(programme_id)
    earned = {use: told.points for use, told in earned_uses(programme_id).items()}
    wrong = {use: earned.get(use, 0) - kept.get(use, 0) for use in earned.keys() | kept.keys()}
    wrong = {use: points for use, points in sorted(wrong.items()) if points}
    if wrong:
        fetch(_MOVE, [programme_id, *uses((*use, points) for use, points in wrong.items())])
        told = {_name(use): points for use, points in wrong.items()}
        audit.record(actor, "budgets_recounted", f"programme {programme_id}", told)
    return wrong


def _name(use: Use) -> str:
    return f"{use[0]} {period_text(use[1])}".strip()


def _levels(programme: LiveProgramme, use: Use, before: int, after: int) -> Iterator[NewMessage]:
    """A message for each level that the use of a budget has come to; budgets of earlier versions say nothing."""
    budget, period = use
    limit = next((one for one in limits_of(programme.document) if one.id == budget), None)
    if limit is None or not is_of(period, limit.per):
        return
    for topic, percent in LEVELS.items():
        if before * 100 < limit.points * percent <= after * 100:
            body = {
                "budget": budget,
                "period": period_text(period),
                "percent": percent,
                "used": str(limit.shown(after)),
                "points": str(limit.shown(limit.points)),
            }
            yield NewMessage(topic, f"{budget} {period}", f"budget {budget}", body)
