"""Comparing what stands with what a replay gives, row by row, to name the first place where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.domain.proofs.types import Divergence
from regulars.engine.states import Integers


@dataclass(frozen=True)
class Subject:
    """What is compared: its name, the columns of a row, and which of them say member, wallet number and entry.

    The first `key` columns tell rows apart; `wallet` and `seq` are -1 where there is none.
    """

    name: str
    columns: tuple[str, ...]
    key: int
    wallet: int = -1
    seq: int = -1


def in_order(rows: Integers, key: int) -> Integers:
    """Rows sorted by their first `key` columns."""
    return rows[np.lexsort(tuple(rows[:, column] for column in reversed(range(key))))]


def first_difference(
    subject: Subject, expected: Integers, found: Integers, wallets: dict[int, str]
) -> Divergence | None:
    """The first row in which `found` is not as `expected`, or which only one of them has."""
    expected, found = in_order(expected, subject.key), in_order(found, subject.key)
    if expected.shape == found.shape and np.array_equal(expected, found):
        return None
    shorter = min(len(expected), len(found))
    differs = np.flatnonzero((expected[:shorter] != found[:shorter]).any(axis=1))
    place = int(differs[0]) if len(differs) else shorter
    wanted = expected[place].tolist() if place < len(expected) else None
    kept = found[place].tolist() if place < len(found) else None
    if wanted is not None and kept is not None and wanted[: subject.key] != kept[: subject.key]:
        wanted, kept = (wanted, None) if wanted[: subject.key] < kept[: subject.key] else (None, kept)
    return _divergence(subject, wanted, kept, wallets)


def _divergence(
    subject: Subject, expected: Sequence[int] | None, found: Sequence[int] | None, wallets: dict[int, str]
) -> Divergence:
    row = expected or found or ()
    wallet = row[subject.wallet] if subject.wallet >= 0 else None
    told, kept = _told(subject, expected, found), _told(subject, found, expected)
    return Divergence(
        check=subject.name,
        member_id=row[0],
        wallet=None if wallet is None else wallets.get(wallet, str(wallet)),
        seq=row[subject.seq] if subject.seq >= 0 else None,
        expected=told,
        found=kept,
    )


def _told(subject: Subject, row: Sequence[int] | None, other: Sequence[int] | None) -> dict[str, Any] | None:
    """The columns in which a row differs from the other, or all of them when there is no other."""
    if row is None:
        return None
    return {
        name: row[place] for place, name in enumerate(subject.columns) if other is None or row[place] != other[place]
    }
