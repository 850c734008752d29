"""What came of a scenario, in one form for all ways of running it. Points are in the wallet's smallest unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class OpenLot(NamedTuple):
    """Points left of one origin; `until` is their last good day, None: they never expire."""

    points: int
    until: date | None
    rule: str | None
    goal: str | None


class Entry(NamedTuple):
    """One entry of a wallet, on a local day."""

    kind: str
    points: int
    on: date
    rule: str | None
    goal: str | None


class TierStep(NamedTuple):
    """A change of tier on a local day, or with equal tiers the beginning of grace."""

    on: date
    to: str
    because: str


class GoalNote(NamedTuple):
    """A goal reached on a local day."""

    on: date
    goal: str


@dataclass(frozen=True)
class Result:
    """The member afterwards, and the answer to each event by its number in the text.

    Lots are in the order in which they are spent, entries by wallet in the order in which they were posted. With
    `restated` that order is not the order of time.
    """

    answers: dict[int, str]
    balances: dict[str, int]
    lots: dict[str, list[OpenLot]]
    entries: dict[str, list[Entry]]
    tier: str
    tiers: list[TierStep]
    goals: list[GoalNote]
    restated: bool = False
