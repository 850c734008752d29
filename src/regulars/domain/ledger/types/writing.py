"""What goes into the write door and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class NewEvent(NamedTuple):
    """An event to be applied: its key (source and id), its member, when it happened, and its canonical body."""

    source: str
    event_id: str
    member_id: int
    occurred_at: int
    body: dict[str, Any]


class EventStatus(StrEnum):
    """What became of an event.

    `accepted`: it is in the log. `duplicate`: the same event was accepted before, and this is its first answer.
    `conflict`: another event was accepted under its key. `refused`: a rule of the programme says no, and it left
    no trace. `failed`: something broke; nothing of it was kept, and it may be sent again.
    """

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class EventResult:
    """The answer to one event.

    `points` are what the event itself moved, `balances` what is available once the commit that took the event
    in was done, both by wallet id in the wallet's smallest unit. `tier` and `tier_before` differ when the event
    changed the tier. `seq` is the event's number in the member's log, 0 when it is not in it.
    """

    status: EventStatus
    member_id: int
    code: str = ""
    seq: int = 0
    points: dict[str, int] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    tier: str = ""
    tier_before: str = ""
    goals: tuple[str, ...] = ()
    restated: bool = False
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def trace_id(self) -> str:
        """The name of the event's trace: member and number in the log; empty when it is not in the log."""
        return f"{self.member_id}-{self.seq}" if self.seq else ""


@dataclass(frozen=True)
class TickReport:
    """What `tick` did: members it came to, points expired by wallet, and tiers changed."""

    members: int = 0
    expired: dict[str, int] = field(default_factory=dict)
    tier_changes: int = 0
