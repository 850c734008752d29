"""The hash chain of each wallet: tampering with an entry breaks every hash that follows.

The hash of an entry is SHA-256 over the hash before it (32 zero bytes for the first), the programme's number and
the numbers of the row in the order of `JOURNAL_COLUMNS`, then leg, account and points of each posting, all as
little-endian int64, and the UTF-8 text of a restatement's detail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.engine.states import Integers

WIDTH = 8 * (len(JOURNAL_COLUMNS) + 1)
LEG = 24


def canonical_rows(programme_id: int, journal: Integers) -> bytes:
    """Journal rows (int64[n, len(JOURNAL_COLUMNS)]) as `WIDTH` bytes each."""
    rows = np.empty((len(journal), journal.shape[1] + 1), dtype="<i8")
    rows[:, 0] = programme_id
    rows[:, 1:] = journal
    return rows.tobytes()


def seal(
    rows: bytes,
    postings: tuple[Integers, Integers],
    details: Sequence[str | None],
    chains: list[int],
    heads: list[bytes],
) -> list[bytes]:
    """The hash of each row, in order.

    `postings`: (leg, account, points) of all rows, and where each row's begin. `chains`: the place in `heads` of
    each row's chain; `heads` is brought forward.
    """
    legs = np.ascontiguousarray(postings[0], dtype="<i8").tobytes()
    bounds = (postings[1] * LEG).tolist()
    hashes = []
    for row, chain in enumerate(chains):
        content = heads[chain] + rows[row * WIDTH : (row + 1) * WIDTH] + legs[bounds[row] : bounds[row + 1]]
        detail = details[row]
        if detail is not None:
            content += detail.encode()
        heads[chain] = hashlib.sha256(content).digest()
        hashes.append(heads[chain])
    return hashes
