"""Why an entry is as it is, and what the engine knows of a member."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Sum

from regulars.domain.ledger.models import Event, Journal, Lot, LotUse, Posting
from regulars.domain.ledger.models.takeover import read_states
from regulars.domain.ledger.queries.members import journal_row
from regulars.domain.programmes.queries import live_programme, version
from regulars.engine.outcome import MemberAccount, TransactionKind
from regulars.engine.states import States
from regulars.engine.trace import Draw, Trace, TraceInput
from regulars.engine.trace import explain as explain_entry
from regulars.platform.clock import now_us


def explain(programme_id: int, member_id: int, wallet: str, seq: int) -> Trace:
    """Why an entry is as it is: event, rule, rounding, multipliers and limits, lots. Raises TransactionMissing."""
    row = journal_row(programme_id, member_id, wallet, seq)
    programme = version(row.version_id)
    lot = Lot.objects.filter(**_wallet_of(row), lot_no=row.lot_no).first()
    moved = _moved(row)
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
            step=lot.step if lot else 0,
            held=moved.get(MemberAccount.HELD, 0),
            pending=moved.get(MemberAccount.PENDING, 0),
            owed=-moved.get(MemberAccount.OWED, 0),
            owed_after=_owed_after(row) if MemberAccount.OWED in moved else 0,
            lot_earned_at=lot.earned_at if lot else None,
            lot_expires_day=lot.expires_day if lot else None,
            draws=_draws(row),
            body=_body(row),
        ),
        programme.compiled,
    )


def engine_states(programme_id: int, member_ids: list[int]) -> States:
    """What the engine knows of these members; those without events are left out."""
    return read_states(live_programme(programme_id), sorted(set(member_ids)), now_us())


def _wallet_of(row: Journal) -> dict[str, Any]:
    return {"programme_id": row.programme_id, "member_id": row.member_id, "wallet": row.wallet}


def _moved(row: Journal) -> dict[int, int]:
    """What the entry posted to the member's own accounts."""
    legs = Posting.objects.filter(**_wallet_of(row), seq=row.seq, account__lte=max(MemberAccount))
    return dict(legs.values_list("account").annotate(points=Sum("points")).order_by())


def _owed_after(row: Journal) -> int:
    """What the member owed in the wallet after the entry."""
    posted = Posting.objects.filter(**_wallet_of(row), seq__lte=row.seq, account=MemberAccount.OWED.value)
    return -(posted.aggregate(points=Sum("points"))["points"] or 0)


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
