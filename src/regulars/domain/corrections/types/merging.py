"""Values of merges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from regulars.domain.ledger.types import Stand


@dataclass(frozen=True)
class NewMerge:
    """A merge that is asked for: who stays, who becomes a part of them, and why."""

    survivor: int
    merged: int
    reason: str
    actor: str


@dataclass(frozen=True)
class MergePreview:
    """How both stand now and how they would stand then; each pair is (now, then)."""

    survivor: tuple[Stand, Stand]
    merged: tuple[Stand, Stand]


@dataclass(frozen=True)
class MergeView:
    """A merge as others see it. `moved` is what was available by wallet, `identifiers` how many lead elsewhere since.

    `merged_seq` and `survivor_seq` are its events in the members' logs.
    """

    id: int
    survivor: int
    merged: int
    reason: str
    actor: str
    merged_at: datetime
    moved: dict[str, int]
    identifiers: int
    merged_seq: int
    survivor_seq: int
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_why: str = ""
