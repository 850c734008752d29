"""Values of corrected rules: what is proposed, how members would stand, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from regulars.domain.ledger.types import Stand


class CorrectionState(StrEnum):
    """How far a correction has come. What is previewed waits for a second person; what is posted is done."""

    PREVIEWING = "previewing"
    PROPOSED = "proposed"
    REJECTED = "rejected"
    POSTING = "posting"
    POSTED = "posted"


@dataclass(frozen=True)
class NewCorrection:
    """A version, by its number, that should have been in force since an instant of the past (microseconds)."""

    number: int
    since: int
    reason: str
    actor: str


@dataclass(frozen=True)
class Change:
    """What differs for a member: points by wallet, tier (1 up, -1 down), and whether a wallet falls below zero.

    Points are what is available, held and pending, less what is owed.
    """

    points: dict[str, int] = field(default_factory=dict)
    tier: int = 0
    below_zero: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Totals:
    """A sum over members: how many there are and for how many something changes, and points by wallet.

    `different`: for how many it came otherwise than it was foreseen.
    """

    members: int = 0
    changed: int = 0
    up: int = 0
    down: int = 0
    below_zero: int = 0
    different: int = 0
    added: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CorrectionView:
    """A correction as others see it; `posted` stays empty until its restatements are posted."""

    id: int
    number: int
    since: datetime
    reason: str
    state: CorrectionState
    proposed_by: str
    proposed_at: datetime
    foreseen: Totals
    previewed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    comment: str
    posted: Totals
    posted_at: datetime | None
    activation_id: int | None


class Narrow(StrEnum):
    """What the list of members concerned is narrowed to."""

    ALL = "all"
    UP = "up"
    DOWN = "down"
    BELOW_ZERO = "below_zero"
    DIFFERENT = "different"


@dataclass(frozen=True)
class CorrectionOf:
    """What a corrected rule changes or would change for a member."""

    correction: int
    state: CorrectionState
    line: LineView


@dataclass(frozen=True)
class LineView:
    """A member for whom a correction changes something: how they stood and would stand, and what came of it.

    `foreseen` is None for who was not concerned at the preview, `posted` until their restatement is posted; `told` is
    what was posted, else what is foreseen.
    """

    member_id: int
    told: tuple[Stand, Stand]
    foreseen: tuple[Stand, Stand] | None
    posted: tuple[Stand, Stand] | None
    change: Change
    differs: bool
    event_seq: int | None


@dataclass(frozen=True)
class Progress:
    """How far a preview or a posting has come: the last member, and the sums so far; fit for JSON."""

    after: int = 0
    totals: dict[str, object] = field(default_factory=dict)
    ended: bool = False
