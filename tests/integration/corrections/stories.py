"""People with two cards, for tests of corrections."""

from __future__ import annotations

from typing import Any

from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries import stands
from regulars.domain.ledger.types import EventResult
from regulars.domain.members.queries import find_member
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay


def sale(number: int, card: str, amount: int, on: str = "2026-06-01", **more: Any) -> dict[str, Any]:
    """A purchase at noon, of an amount in whole units of currency."""
    return {
        "type": "purchase",
        "id": f"sale-{number}",
        "order_id": f"order-{number}",
        "occurred_at": f"{on}T12:00:00+08:00",
        "member": {"card": card, **more},
        "amount": str(amount),
    }


def spending(number: int, card: str, points: int, on: str = "2026-06-10") -> dict[str, Any]:
    """A redemption at noon."""
    return {
        "type": "redeem",
        "id": f"spend-{number}",
        "occurred_at": f"{on}T12:00:00+08:00",
        "member": {"card": card},
        "wallet": "points",
        "points": points,
    }


def refunding(number: int, card: str, order: int, on: str = "2026-06-11") -> dict[str, Any]:
    """A refund of a whole order at noon."""
    return {
        "type": "refund",
        "id": f"refund-{number}",
        "order_id": f"order-{order}",
        "occurred_at": f"{on}T12:00:00+08:00",
        "member": {"card": card},
    }


def send(programme: LiveProgramme, *events: dict[str, Any]) -> list[int]:
    """Take events in; each must be accepted. Whose they were."""
    answers = accept_events(programme.id, "till", events)
    told = [(one.status, one.code) if isinstance(one, EventResult) else one for one in answers]
    assert told == [("accepted", "")] * len(events)
    return [one.member_id for one in answers if isinstance(one, EventResult)]


def who(programme: LiveProgramme, card: str) -> int:
    """The number of the member whom a card leads to."""
    return find_member(programme.id, card).id


def points(programme: LiveProgramme, member: int) -> int:
    """What a member has available."""
    wallets = stands(programme.id, [member])[member].wallets
    return wallets["points"].available if "points" in wallets else 0


def proven(programme: LiveProgramme) -> None:
    """The ledger adds up, and the log replayed gives it entry by entry."""
    assert verify_ledger(programme.id).divergences == ()
    found = verify_replay(programme.id).divergences
    assert found == (), found
