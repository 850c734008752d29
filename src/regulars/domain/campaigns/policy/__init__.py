"""What campaigns decide without asking anything: how far one is, which members stand for it, who is left."""

from __future__ import annotations

from regulars.domain.campaigns.types import Fate, State

_AT_WORK = ("waiting", "running")


def state_of(*, withdrawn: bool, job: str | None) -> State:
    """How far a campaign is, by the state of its newest job, None where that is not known any more."""
    if withdrawn:
        return State.WITHDRAWING if job in _AT_WORK else State.WITHDRAWN
    if job in _AT_WORK:
        return State.GRANTING
    return State.DONE if job in (None, "done") else State.STOPPED


def spread(size: int, most: int = 5) -> list[int]:
    """Places of some of so many members, evenly spread, so that a sample is not the oldest ones only."""
    if size <= most:
        return list(range(size))
    return [place * (size - 1) // (most - 1) for place in range(most)]


def fate_without(*, merged: bool) -> Fate:
    """What became of a member who takes part no longer."""
    return Fate.MERGED if merged else Fate.CLOSED
