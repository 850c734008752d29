"""Sums over basket lines."""

from __future__ import annotations

import numpy as np

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Flags
from regulars.engine.states import Integers


@compiled
def sum_lines(rows: Integers, values: Integers, meets: Flags, events: int) -> tuple[Integers, Flags]:
    """Per event, the sum of `values` over its lines that meet the condition, and whether one did.

    rows, values, meets: one per line; a line belongs to the event at its row.
    """
    totals = np.zeros(events, dtype=np.int64)
    met = np.zeros(events, dtype=np.bool_)
    for line in range(len(rows)):
        if meets[line]:
            totals[rows[line]] += values[line]
            met[rows[line]] = True
    return totals, met
