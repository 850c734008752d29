"""A programme whose members give each other points and spend them together, and short ways to write of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import available_points, lots, next_instant
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.operations import resolve_members
from regulars.domain.members.types import Identity
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document

TRANSFERS = {"wallets": ["points"]}
POOLS = {"wallets": ["points"], "maximum_members": 4}


def install_family(programme_id: str = "family", **parts: Any) -> LiveProgramme:
    """The story's programme with transfers and pools; `parts` of the document stand instead of its own."""
    text = json.dumps(document() | {"id": programme_id, "transfers": TRANSFERS, "pools": POOLS} | parts)
    return install_programme(text, actor="test")


def enrol(programme: LiveProgramme, count: int) -> list[int]:
    """So many new members, by number."""
    identities = [Identity(card=f"88000{programme.id:02d}{number:03d}") for number in range(count)]
    return sorted(found for found in resolve_members(programme.id, identities, [True] * count) if found)


def give(programme: LiveProgramme, member: int, points: int, until: str | None = None) -> None:
    """Grant points by hand; `until` is their last good day."""
    body = {"kind": "grant", "wallet": "points", "points": points, "reason": "test"}
    accept(programme, member, body | ({"until": until} if until else {}))


def accept(programme: LiveProgramme, member: int, body: dict[str, Any], event_id: str = "") -> None:
    """Apply an event now; it must be accepted."""
    instant = next_instant(programme.id, [member])
    name = event_id or f"{member}-{instant}"
    result = apply_batch(programme.id, [NewEvent("test", name, member, instant, body)])[0]
    assert (result.status, result.code) == (EventStatus.ACCEPTED, "")


def points_of(programme: LiveProgramme, members: Sequence[int]) -> list[int]:
    """What each member has available."""
    held = available_points(programme.id, members)
    return [held.get(member, {}).get("points", 0) for member in members]


def open_lots_of(programme: LiveProgramme, member: int) -> list[tuple[int, str | None]]:
    """A member's open lots of points, by expiry: what is left, and the last good day."""
    found = [lot for lot in lots(programme.id, member).items if lot.wallet == "points"]
    return [(lot.remaining, lot.valid_until.isoformat() if lot.valid_until else None) for lot in found]
