"""Standings on the ladder, forecasts, and status matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from regulars.engine.outcome import TierReason
from regulars.engine.progress import TierPath


@dataclass(frozen=True)
class Standing:
    """Where a member stands. Dates are local to the programme.

    `next_paths` are the ways to enter `next_tier`, `keep_paths` those to keep `tier` (none on the first tier, which
    always holds). `review_on` is the next review; with `evaluation_on`, tiers are lost on that day only, and the
    review warns. `grace_until` is the day on which a running grace ends; the member does not fall below `floor` before
    `floor_until`, or ever when that is None; `trial`: the floor is that of the trial. `locked`: the tier does not move
    before `locked_until`, or ever when that is None.
    """

    tier: str
    since: date | None
    next_tier: str | None
    next_paths: tuple[TierPath, ...]
    keep_paths: tuple[TierPath, ...]
    review_on: date | None
    grace_until: date | None
    floor: str | None
    floor_until: date | None
    evaluation_on: date | None = None
    trial: bool = False
    locked: bool = False
    locked_until: date | None = None


class Outlook(StrEnum):
    """What becomes of a member's tier if nothing more happens."""

    FALL = "fall"
    RISE = "rise"
    STAY = "stay"


@dataclass(frozen=True)
class Forecast:
    """What becomes of a member at the next review or evaluation, when a running or coming grace has ended.

    `changes_on` and `reason` are those of the first change of tier; `tier_then` is the tier after the last.
    `grace_until`: the day on which a grace ends that runs or will begin. `keeping` are the ways to keep the tier, as
    they will be seen on that day; empty when nothing threatens it. `near_percent` says how far the member is on the
    best way to `next_tier` today, and `rising` are the ways to it.
    """

    member_id: int
    tier: str
    tier_then: str
    outlook: Outlook
    changes_on: date | None = None
    reason: TierReason | None = None
    grace_until: date | None = None
    keeping: tuple[TierPath, ...] = ()
    next_tier: str | None = None
    near_percent: int = 0
    rising: tuple[TierPath, ...] = ()


class Tab(StrEnum):
    """Which forecasts a list shows."""

    FALLING = "falling"
    RISING = "rising"


@dataclass(frozen=True)
class ForecastFilter:
    """What a list of forecasts is narrowed to: those who will fall, or those who will rise or are near; a tier."""

    tab: Tab = Tab.FALLING
    tier: str | None = None


@dataclass(frozen=True)
class WhatIf:
    """How the falls would change if the ladder were kinder or stricter by one term.

    `grace_moves`: falls that would come on another day without the ladder's grace, or, where it has none, with a day
    of grace. `landing_moves`: falls that would end on another tier if the ladder landed the other way.
    """

    grace_moves: int = 0
    landing_moves: int = 0


@dataclass(frozen=True)
class ForecastSummary:
    """The whole programme: by tier how many will fall, will rise, or are near the next tier.

    `made_on` is the day for which the table was made, None while it never was; `members` how many were looked at.
    """

    made_on: date | None = None
    made_at: datetime | None = None
    members: int = 0
    falling: dict[str, int] = field(default_factory=dict)
    rising: dict[str, int] = field(default_factory=dict)
    near: dict[str, int] = field(default_factory=dict)
    in_grace: int = 0
    what_if: WhatIf = WhatIf()


class Deed(NamedTuple):
    """Why and by whom something is done by hand; the same `deed_id` twice is one deed."""

    deed_id: str
    reason: str
    actor: str


@dataclass(frozen=True)
class NewMatch:
    """A status match that is asked for: `tier` through `until` (None: for good) for a status held elsewhere."""

    member_id: int
    tier: str
    until: date | None
    other_programme: str
    other_level: str
    evidence: str
    actor: str


@dataclass(frozen=True)
class MatchView:
    """A status match that was given. `event_seq` is its tier grant in the member's log."""

    id: int
    member_id: int
    tier: str
    until: date | None
    other_programme: str
    other_level: str
    evidence: str
    actor: str
    matched_at: datetime
    event_seq: int
