"""Events as texts, to be taken in another day, and what tells that one is sent again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from regulars.domain.intake.types.results import Allowance, Incoming
from regulars.domain.members.types import Identity, Profile


def as_text(event: Incoming) -> str:
    """The event as it was read."""
    told: dict[str, Any] = asdict(event) | {"identity": event.identity._asdict()}
    return json.dumps(told, ensure_ascii=False)


def from_text(text: str) -> Incoming:
    """The event again."""
    told = json.loads(text)
    identity = told["identity"]
    identity["external_ids"] = tuple((name, value) for name, value in identity["external_ids"])
    told["identity"] = Identity(**identity)
    told["profile"] = None if told["profile"] is None else Profile(**told["profile"])
    told["consent"] = None if told["consent"] is None else Allowance(**told["consent"])
    return Incoming(**told)


def signature(event: Incoming) -> str:
    """What is the same whenever the event is sent: its source and id; where these are many members', who it names."""
    whose = event.identity.given() if event.once_per_member else []
    return json.dumps([event.source, event.event_id, whose], ensure_ascii=False)
