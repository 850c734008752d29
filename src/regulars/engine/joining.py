"""States of different members as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regulars.engine.states import Integers, States


def together(parts: Sequence[States]) -> States:
    """States of different members under one programme as one, by member; there is one part at least."""
    order = np.argsort(np.concatenate([part.members for part in parts]))
    lots, lot_offsets = _packed([(part.lots, part.lot_offsets) for part in parts], order)
    progress, progress_offsets = _packed([(part.progress, part.progress_offsets) for part in parts], order)
    draws, draw_offsets = _packed([(part.draws, part.draw_offsets) for part in parts], order)
    return States(
        members=np.concatenate([part.members for part in parts])[order],
        header=np.concatenate([part.header for part in parts])[order],
        accounts=np.concatenate([part.accounts for part in parts])[order],
        lots=lots,
        lot_offsets=lot_offsets,
        progress=progress,
        progress_offsets=progress_offsets,
        draws=draws,
        draw_offsets=draw_offsets,
    )


def _packed(parts: Sequence[tuple[Integers, Integers]], order: Integers) -> tuple[Integers, Integers]:
    """Rows with their offsets, member after member in another order."""
    sizes = np.concatenate([np.diff(offsets) for _, offsets in parts])
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    rows = np.argsort(np.repeat(places, sizes), kind="stable")
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes[order])])
    return np.concatenate([matrix for matrix, _ in parts])[rows], offsets
