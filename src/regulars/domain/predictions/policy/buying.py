"""How often members bought: frequency, recency and age, the data of the BG/NBD and Pareto/NBD models.

Frequency is the number of days with a purchase after the first, recency the time from the first to the last, age the
time from the first to the instant; both in any one unit. Members with equal numbers are counted together, for the
likelihoods depend on these alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.fitting import Floats


class Bought(NamedTuple):
    """A row a member, or a row for all members who are alike: `weight` says how many."""

    frequency: Floats
    recency: Floats
    age: Floats
    weight: Floats

    def grouped(self) -> Bought:
        """Equal rows as one."""
        rows = np.column_stack([self.frequency, self.recency, self.age])
        order = np.lexsort(rows.T[::-1])
        rows, count = rows[order], self.weight[order]
        new = np.ones(len(rows), dtype=bool)
        new[1:] = np.any(rows[1:] != rows[:-1], axis=1)
        starts = np.flatnonzero(new)
        return Bought(rows[starts, 0], rows[starts, 1], rows[starts, 2], np.add.reduceat(count, starts))


def bought(frequency: Floats, recency: Floats, age: Floats) -> Bought:
    """A row a member. What cannot be is put right: recency lies within the age, and is nothing without a repeat."""
    often = np.maximum(frequency, 0.0)
    old = np.maximum(age, 1e-9)
    return Bought(often, np.where(often > 0, np.clip(recency, 0.0, old), 0.0), old, np.ones(len(often)))
