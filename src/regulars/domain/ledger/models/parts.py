"""Lots, draws and tallies of members, from their tables to the engine's matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from regulars.domain.ledger.models.statements import DRAW_COLUMNS, LOT_COLUMNS, fetch, listing, pairs
from regulars.domain.ledger.models.wallets import wallet_indexes
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.kernel.layout import ProgressCounter
from regulars.engine.states import Draw, Integers, Lot
from regulars.engine.succession import terms_under

Packed = tuple[Integers, Integers]
"""Rows of members one after another, and where those of each begin."""

_LOTS = f"""
    SELECT member_id, {", ".join(LOT_COLUMNS)}, version_id FROM ledger_lot
    WHERE programme_id = %s AND member_id {{any}} AND superseded_at IS NULL
"""
_DRAWS = f"SELECT member_id, {', '.join(DRAW_COLUMNS)} FROM ledger_draw WHERE programme_id = %s AND member_id {{any}}"
_HELD = f"{_DRAWS} AND held_until > 0"
_NAMED = f"""
    SELECT d.member_id, {", ".join("d." + name for name in DRAW_COLUMNS)} FROM {{numbers}} CROSS JOIN ledger_draw d
    WHERE d.programme_id = %s AND d.member_id = named.member_id AND d.key = named.number
"""
_TALLIES = """
    SELECT t.member_id, t.counter, t.key, t.value FROM {numbers} CROSS JOIN ledger_tally t
    WHERE t.programme_id = %s AND t.member_id = named.member_id AND t.key = named.number
"""
_ALL_TALLIES = "SELECT member_id, counter, key, value FROM ledger_tally WHERE programme_id = %s AND member_id {any}"


class Parts(NamedTuple):
    """Of members, ascending: lots and draws, and tallies as (rows of progress, place of each row's member)."""

    lots: Packed
    draws: Packed
    tallies: tuple[Integers, Integers]


def is_tally(progress: Integers) -> npt.NDArray[np.bool_]:
    """Which rows of progress count what refunds have used up of an order: they have a table of their own."""
    counters = progress[:, 0]
    of_order: npt.NDArray[np.bool_] = (counters == ProgressCounter.REFUNDED_AMOUNT) | (
        counters == ProgressCounter.REFUNDED_WHOLE
    )
    of_order |= counters <= ProgressCounter.REFUNDED_METRIC
    return of_order


def all_lots(programme: LiveProgramme, members: Integers) -> Packed:
    """All lots of members that are not superseded, spent ones too."""
    return lots_from_rows(programme, members, fetch(_LOTS, [programme.id, listing(members.tolist())]))


def lots_from_rows(programme: LiveProgramme, members: Integers, rows: Sequence[tuple[Any, ...]]) -> Packed:
    """Rows of (member, columns of a lot, version), in any order, each once or more, as the engine's matrix.

    Lots that earlier versions made are told in the numbers of this one.
    """
    lots = np.zeros((len(rows), len(Lot)), dtype=np.int64)
    if not rows:
        return lots, np.zeros(len(members) + 1, dtype=np.int64)
    numbers = np.array(rows, dtype=np.int64)
    numbers[:, 1] = wallet_indexes(programme)[numbers[:, 1]]
    numbers = numbers[np.lexsort((numbers[:, 2], numbers[:, 1], numbers[:, 0]))]
    new = np.ones(len(numbers), dtype=np.bool_)
    new[1:] = (numbers[1:, :3] != numbers[:-1, :3]).any(axis=1)
    numbers = numbers[new]
    lots = lots[: len(numbers)]
    lots[:, : len(LOT_COLUMNS)] = numbers[:, 1:-1]
    for earlier in np.unique(numbers[:, -1]).tolist():
        if earlier != programme.version_id:
            own = numbers[:, -1] == earlier
            lots[own] = terms_under(version(earlier).compiled, programme.compiled, lots[own])
    return lots, offsets_of(np.searchsorted(members, numbers[:, 0]), len(members))


def all_draws(programme: LiveProgramme, members: Integers) -> Packed:
    """All draws of members."""
    return _draws_from_rows(programme, members, fetch(_DRAWS, [programme.id, listing(members.tolist())]))


def wanted_draws(
    programme: LiveProgramme, members: Integers, keys: Sequence[tuple[int, int]], with_holds: Integers
) -> Packed:
    """The draws of named orders and holds (member, key), and those of all open holds of some members."""
    rows: list[tuple[Any, ...]] = []
    if keys:
        rows = fetch(_NAMED, [*pairs(keys), programme.id])
    if len(with_holds):
        rows = rows + fetch(_HELD, [programme.id, listing(with_holds.tolist())])
    return _draws_from_rows(programme, members, rows)


def _draws_from_rows(programme: LiveProgramme, members: Integers, rows: Sequence[tuple[Any, ...]]) -> Packed:
    draws = np.zeros((0, len(Draw)), dtype=np.int64)
    if not rows:
        return draws, np.zeros(len(members) + 1, dtype=np.int64)
    numbers = np.array(sorted(set(rows), key=_in_order_of_spending), dtype=np.int64)
    draws = np.zeros((len(numbers), len(Draw)), dtype=np.int64)
    draws[:, : len(DRAW_COLUMNS)] = numbers[:, 1:]
    draws[:, Draw.WALLET] = wallet_indexes(programme)[draws[:, Draw.WALLET]]
    return draws, offsets_of(np.searchsorted(members, numbers[:, 0]), len(members))


def _in_order_of_spending(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[0], row[1 + Draw.SPEND_SEQ], row[1 + Draw.WALLET], row[1 + Draw.PLACE]


def all_tallies(programme: LiveProgramme, members: Integers) -> tuple[Integers, Integers]:
    """All tallies of members, as `wanted_tallies` tells them."""
    rows = fetch(_ALL_TALLIES, [programme.id, listing(members.tolist())])
    numbers = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return numbers[:, 1:], np.searchsorted(members, numbers[:, 0])


def wanted_tallies(
    programme: LiveProgramme, members: Integers, orders: Sequence[tuple[int, int]]
) -> tuple[Integers, Integers]:
    """Tallies of named orders (member, key), as rows of progress, and the place of each row's member."""
    rows = fetch(_TALLIES, [*pairs(orders), programme.id]) if orders else []
    numbers = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return numbers[:, 1:], np.searchsorted(members, numbers[:, 0])


def offsets_of(owners: Integers, count: int) -> Integers:
    """Where the rows of each of `count` owners begin, given the ascending owner of each row."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int64)
