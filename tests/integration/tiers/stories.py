"""A ladder with reviews, and short ways to write of tiers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from regulars.domain.members.operations import resolve_members
from regulars.domain.members.types import Identity
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document


def install_ladder(programme_id: str = "ladder", **ladder: Any) -> LiveProgramme:
    """The story's programme; `ladder` stands instead of parts of its ladder."""
    text = document() | {"id": programme_id}
    text["ladder"] = text["ladder"] | ladder
    return install_programme(json.dumps(text), actor="test")


def enrolled(programme: LiveProgramme, count: int) -> Sequence[int]:
    """So many new members, by number."""
    identities = [Identity(card=f"77000{programme.id:02d}{number:04d}") for number in range(count)]
    return sorted(found for found in resolve_members(programme.id, identities, [True] * count) if found)
