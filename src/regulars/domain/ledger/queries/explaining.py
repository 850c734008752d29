"""Why an entry is as it is, and what the engine knows of a member."""

from __future__ import annotations

import json
from typing import Any

from regulars.domain.ledger.models import Event, Journal, Lot, LotUse
from regulars.domain.ledger.models.loading import read_states
from regulars.domain.ledger.queries.members import journal_row
from regulars.domain.programmes.queries import live_programme, version
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import States
from regulars.engine.trace import Draw, Trace, TraceInput
from regulars.engine.trace import explain as explain_entry


def explain(programme_id: int, member_id: int, wallet: str, seq: int) -> Trace:
    """Why an entry is as it is: event, rule, rounding, multipliers and limits, lots. Raises TransactionMissing."""
    row = journal_row(programme_id, member_id, wallet, seq)
    programme = version(row.version_id)
    lot = Lot.objects.filter(**_wallet_of(row), lot_no=row.lot_no).first()
    return explain_entry(
        TraceInput(
            kind=TransactionKind(row.kind),
            wallet=programme.compiled.wallet_ids.index(wallet),
            points=row.points,
            occurred_at=row.occurred_at,
            version=programme.number,
            rule=row.rule,
            basis=row.basis,
            numerator=row.numerator,
            denominator=row.denominator,
            uncapped=row.uncapped,
            tier=row.tier,
            multipliers=row.multipliers,
            lot_earned_at=lot.earned_at if lot else None,
            lot_expires_day=lot.expires_day if lot else None,
            draws=_draws(row),
            body=_body(row),
        ),
        programme.compiled,
    )


def engine_states(programme_id: int, member_ids: list[int]) -> States:
    """What the engine knows of these members; those without events are left out."""
    return read_states(live_programme(programme_id), sorted(set(member_ids)))


def _wallet_of(row: Journal) -> dict[str, Any]:
    return {"programme_id": row.programme_id, "member_id": row.member_id, "wallet": row.wallet}


def _draws(row: Journal) -> tuple[Draw, ...]:
    """What the entry drew, by lot; its own lot is told as such."""
    uses = dict(LotUse.objects.filter(**_wallet_of(row), seq=row.seq).values_list("lot_no", "points"))
    drawn = Lot.objects.filter(**_wallet_of(row), lot_no__in=uses).order_by("lot_no")
    return tuple(Draw(earned_at, uses[number]) for number, earned_at in drawn.values_list("lot_no", "earned_at"))


def _body(row: Journal) -> dict[str, Any] | None:
    if row.event_seq is None:
        return None
    found = Event.objects.filter(
        programme_id=row.programme_id, member_id=row.member_id, log_seq=row.event_seq
    ).values_list("body", flat=True)
    body: dict[str, Any] = json.loads(found.get())
    return body
