"""Members who owe points after refunds of what they have spent."""

from __future__ import annotations

import json
from typing import Any

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document, purchase, redeem, refund


def install_recovery(programme_id: str = "recovery", **policies: Any) -> LiveProgramme:
    """The story's programme, in which what a refund cannot take back is owed."""
    text = document(refund_shortfall="recovery", **policies) | {"id": programme_id}
    return install_programme(json.dumps(text), actor="test")


def send(programme: LiveProgramme, *events: NewEvent) -> None:
    """Apply events; each must be accepted."""
    answers = apply_batch(programme.id, list(events))
    assert [(one.status, one.code) for one in answers] == [(EventStatus.ACCEPTED, "")] * len(events)


def owe(programme: LiveProgramme, member: int, number: int, day: float, points: int) -> None:
    """Let the member owe points: bought, spent, given back within an hour of a day of the story."""
    send(
        programme,
        purchase(member, number, day, points),
        redeem(member, number, day + 0.01, points),
        refund(member, number, day + 0.02, number),
    )
