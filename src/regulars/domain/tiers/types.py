"""Standings on the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulars.engine.progress import TierPath


@dataclass(frozen=True)
class Standing:
    """Where a member stands. Dates are local to the programme.

    `next_paths` are the ways to enter `next_tier`, `keep_paths` those to keep `tier` at the review on `review_on`
    (none on the first tier, which always holds). `grace_until` is the day on which a running grace ends; the member
    does not fall below `floor` before `floor_until`, or ever when that is None.
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
