"""Caps: how many points may be gained or spent with a partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regulars.domain.partners.errors import CapReached
from regulars.domain.partners.types import GAINING, Cap, CapScope, Direction, ItemKind


def direction_of(kind: ItemKind) -> Direction:
    """Whether members get points by this kind, or give them up."""
    return Direction.GAINED if kind in GAINING else Direction.SPENT


def check_caps(caps: Iterable[Cap], used: Mapping[CapScope, int], kind: ItemKind, points: int) -> None:
    """Raise CapReached when `points` more would be beyond a cap; `used` is what was moved over each scope before."""
    for cap in caps:
        if cap.direction is direction_of(kind) and used.get(cap.scope, 0) + points > cap.points:
            raise CapReached(scope=cap.scope.value, left=max(0, cap.points - used.get(cap.scope, 0)))
