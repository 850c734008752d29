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
    """One entry of a wallet, on a local day: what it moved of what can be spent, is held, pending, or owed.

    None where this way of running does not tell.
    """

    kind: str
    points: int
    on: date
    rule: str | None
    goal: str | None
    held: int | None = None
    pending: int | None = None
    owed: int | None = None


class TierStep(NamedTuple):
    """A change of tier on a local day, or with equal tiers the beginning of grace."""

    on: date
    to: str
    because: str


class GoalNote(NamedTuple):
    """A goal reached on a local day, so many times by one event; None where this way of running does not tell."""

    on: date
    goal: str
    times: int | None = None


@dataclass(frozen=True)
class Result:
    """The member afterwards, and the answer to each event by its number in the text.

    Lots are in the order in which they are spent, entries by wallet in the order in which they were posted. With
    `restated` that order is not the order of time.
    """

    answers: dict[int, str]
    balances: dict[str, int]
    held: dict[str, int]
    pending: dict[str, int]
    owed: dict[str, int]
    lots: dict[str, list[OpenLot]]
    entries: dict[str, list[Entry]]
    tier: str
    tiers: list[TierStep]
    goals: list[GoalNote]
    restated: bool = False
