"""What a batch needs to know of its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.engine.kernel.layout import Flags
from regulars.engine.states import Integers


@dataclass(frozen=True)
class Needs:
    """What a batch needs of its members (ascending).

    last_day: the latest local day that one of their events can fall on. all_lots: whether all open lots are needed.
    points: int64[m, w] most that is drawn from each wallet. orders: (member, order key) whose lots are needed, though
    they may be spent, and whose draws and tallies; holds: (member, hold key) whose draws are.
    expired: whether lots that expired are needed.
    """

    members: Integers
    last_day: Integers
    all_lots: Flags
    points: Integers
    expired: Flags
    orders: Sequence[tuple[int, int]] = ()
    holds: Sequence[tuple[int, int]] = ()
