"""A process that fills an empty ledger with rows that hang together, straight into its tables, hashes and all.

A member has cycles of four entries: two are earned, part of the first lot is spent, the second lot expires.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

CLUB = Path(__file__).parents[2] / "programmes" / "club.yaml"
CYCLES = 25
EACH = 4 * CYCLES
"""Entries of a member."""
SLICE = 1000
"""Members filled in at once."""
FIRST_AT = 1_700_000_000_000_000
STEP = 3_600_000_000


class Into(NamedTuple):
    """Where rows go: programme, wallet and version by number."""

    programme_id: int
    wallet: int
    version_id: int


def main(entries: int) -> None:
    """Install a programme and fill its ledger with so many entries, rounded down to whole members."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from django.db import transaction

    from regulars.domain.programmes.operations import install_programme

    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="bench")
    into = Into(programme.id, programme.wallet_numbers[programme.compiled.wallet_ids[0]], programme.version_id)
    members = entries // EACH
    generator = np.random.default_rng(7)
    house: dict[int, int] = {}
    for first in range(1, members + 1, SLICE):
        numbers = np.arange(first, min(first + SLICE, members + 1), dtype=np.int64)
        with transaction.atomic():
            for account, points in _fill(into, numbers, generator).items():
                house[account] = house.get(account, 0) + points
    _fill_house(into, house)
    print(json.dumps({"entries": members * EACH, "members": members}))


def _fill(into: Into, members: Integers, generator: np.random.Generator) -> dict[int, int]:
    """Insert all rows of some members; answers what they posted to the programme's accounts."""
    from regulars.domain.ledger.models import statements
    from regulars.domain.ledger.models.sealing import canonical_rows, seal
    from regulars.engine.outcome import HOUSE_ACCOUNT, TransactionKind

    count = len(members)
    earned = generator.integers(1, 200, size=(count, CYCLES, 2))
    spent = generator.integers(1, earned[:, :, 0] + 1)
    points = np.stack([earned[:, :, 0], earned[:, :, 1], -spent, -earned[:, :, 1]], axis=2).reshape(count, EACH)
    kinds = [TransactionKind.EARN, TransactionKind.EARN, TransactionKind.REDEEM, TransactionKind.EXPIRE]
    seq = np.arange(1, EACH + 1)
    lots = 2 * np.repeat(np.arange(CYCLES), 4) + np.tile([1, 2, 1, 2], CYCLES)
    journal = _columns(
        statements.JOURNAL_COLUMNS,
        count * EACH,
        {
            "member_id": np.repeat(members, EACH),
            "wallet": into.wallet,
            "seq": np.tile(seq, count),
            "kind": np.tile(kinds, CYCLES * count),
            "points": points.ravel(),
            "available_after": np.cumsum(points, axis=1).ravel(),
            "lot_no": np.tile(lots, count),
            "occurred_at": FIRST_AT + STEP * np.tile(seq, count),
            "posted_at": FIRST_AT + STEP * np.tile(seq, count),
            "version_id": into.version_id,
        },
    )
    accounts = np.tile([HOUSE_ACCOUNT[kind] for kind in kinds], CYCLES * count)
    legs = np.stack([np.tile([1, 2], count * EACH), np.ones(2 * count * EACH), np.repeat(points.ravel(), 2)], axis=1)
    legs = legs.astype(np.int64)
    legs[1::2, 1], legs[1::2, 2] = accounts, -points.ravel()
    heads = [bytes(32)] * count
    hashes = seal(
        canonical_rows(into.programme_id, journal),
        (legs, np.arange(0, 2 * len(journal) + 1, 2)),
        [None] * len(journal),
        np.repeat(np.arange(count), EACH).tolist(),
        heads,
    )
    columns = journal.T.tolist()
    event_seq = statements.JOURNAL_COLUMNS.index("event_seq")
    columns[event_seq] = [None] * len(journal)
    statements.insert(statements.JOURNAL, into.programme_id, [*columns, [None] * len(journal), hashes])
    keys = np.repeat(journal[:, :3], 2, axis=0)
    statements.insert(statements.POSTINGS, into.programme_id, [*keys.T.tolist(), *legs.T.tolist()])
    _fill_lots(into, members, earned, spent)
    _fill_accounts(into, members, points.sum(axis=1), heads)
    return {int(account): int(legs[1::2, 2][accounts == account].sum()) for account in np.unique(accounts)}


def _fill_lots(into: Into, members: Integers, earned: Integers, spent: Integers) -> None:
    from regulars.domain.ledger.models import statements

    count = len(members)
    remaining = np.stack([earned[:, :, 0] - spent, np.zeros_like(spent)], axis=2)
    expired = np.stack([np.zeros_like(spent), earned[:, :, 1]], axis=2)
    lots = _columns(
        statements.NEW_LOTS.columns,
        count * CYCLES * 2,
        {
            "member_id": np.repeat(members, CYCLES * 2),
            "wallet": into.wallet,
            "lot_no": np.tile(np.arange(1, CYCLES * 2 + 1), count),
            "source_seq": 1,
            "earned_at": FIRST_AT,
            "expires_day": 2**31 - 1,
            "earned": earned.ravel(),
            "remaining": remaining.ravel(),
            "expired": expired.ravel(),
            "version_id": into.version_id,
        },
    )
    statements.insert(statements.NEW_LOTS, into.programme_id, lots.T.tolist())
    cycles = np.arange(CYCLES)
    seq = np.stack([4 * cycles + 3, 4 * cycles + 4], axis=1).ravel()
    drawn = np.stack([spent, earned[:, :, 1]], axis=2).ravel()
    columns = [
        np.repeat(members, CYCLES * 2).tolist(),
        [into.wallet] * len(drawn),
        np.tile(seq, count).tolist(),
        np.tile(np.arange(1, CYCLES * 2 + 1), count).tolist(),
        drawn.tolist(),
    ]
    statements.insert(statements.LOT_USES, into.programme_id, columns)


def _fill_accounts(into: Into, members: Integers, available: Integers, heads: list[bytes]) -> None:
    from regulars.domain.ledger.models import statements

    integers = [name for name in statements.ACCOUNTS.columns if name != "chain_head"]
    rows = _columns(
        integers,
        len(members),
        {
            "member_id": members,
            "wallet": into.wallet,
            "seq": EACH,
            "lots": CYCLES * 2,
            "available": available,
            "earned": available,
            "next_expiry_day": 2**31 - 1,
        },
    )
    columns: list[list[Any]] = rows.T.tolist()
    columns.insert(statements.ACCOUNTS.columns.index("chain_head"), list(heads))
    statements.insert(statements.ACCOUNTS, into.programme_id, columns)


def _fill_house(into: Into, house: dict[int, int]) -> None:
    from regulars.domain.ledger.models import statements

    accounts, points = list(house), list(house.values())
    columns = [[into.wallet] * len(house), accounts, [19_000] * len(house), points, [1] * len(house)]
    statements.insert(statements.HOUSE, into.programme_id, columns)


def _columns(names: Any, rows: int, given: Mapping[str, Any]) -> Integers:
    """A matrix of rows with these columns; those that are not given are zero."""
    table = np.zeros((rows, len(names)), dtype=np.int64)
    for name, values in given.items():
        table[:, names.index(name)] = values
    return table


if __name__ == "__main__":
    main(int(sys.argv[1]))
