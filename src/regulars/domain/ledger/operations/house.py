"""The programme's own accounts: rolled up by local day, away from the hot path.

Every batch notes what it added to an account on a day; the roll-up moves these notes into one row per account and
day. Both together are always exact, so nobody has to wait for the roll-up.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import connection, transaction

from regulars.domain.ledger.models.statements import ROLLUP, insert
from regulars.platform.databases import lock

LOCK_SPACE = 7301
"""The space of the roll-up's locks; the key is the programme's number."""

CHUNK = 10_000

_TAKE = """
    DELETE FROM ledger_house_change WHERE id IN (
        SELECT id FROM ledger_house_change WHERE programme_id = %s ORDER BY id LIMIT %s
    )
    RETURNING wallet, account, day, points, entries
"""


def roll_up(programme_id: int) -> int:
    """Move what batches noted into the roll-up and return how many notes were moved; each counts exactly once."""
    moved = 0
    while part := _roll_up_part(programme_id):
        moved += part
    return moved


def _roll_up_part(programme_id: int) -> int:
    with transaction.atomic():
        lock(LOCK_SPACE, programme_id)
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [programme_id, CHUNK])
            notes = cursor.fetchall()
        sums: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0])
        for wallet, account, day, points, entries in notes:
            total = sums[wallet, account, day]
            total[0] += points
            total[1] += entries
        rows = [(*key, *total) for key, total in sorted(sums.items())]
        if rows:
            insert(ROLLUP, programme_id, [list(column) for column in zip(*rows, strict=True)])
    return len(notes)
