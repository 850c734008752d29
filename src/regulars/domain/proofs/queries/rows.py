"""Reading the database for proofs: spans of members that are about equally heavy, and their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regulars.domain.ledger.models.statements import fetch
from regulars.domain.proofs.queries.tables import HouseTotals, Span, Table
from regulars.platform.columns import Columns, read_columns

WEIGHT = 100_000
"""Entries and events that are read at once, unless one member has more."""

LOWEST, HIGHEST = -(2**63), 2**63 - 1

_NULLABLE = {"event_seq", "superseded_at"}
_WEIGHTS = """
    SELECT member_id, SUM(weight) FROM (
        SELECT member_id, seq AS weight FROM ledger_account WHERE programme_id = %s
        UNION ALL
        SELECT member_id, log_seq FROM ledger_member_state WHERE programme_id = %s
    ) kept GROUP BY member_id ORDER BY member_id
"""
_DETAILS = """
    SELECT member_id, wallet, seq, detail FROM ledger_journal
    WHERE programme_id = %s AND member_id > %s AND member_id <= %s AND detail IS NOT NULL
"""


_HOUSE = """
    SELECT wallet, account, SUM(points) FROM (
        SELECT wallet, account, points FROM ledger_house_rollup WHERE programme_id = %s
        UNION ALL SELECT wallet, account, points FROM ledger_house_change WHERE programme_id = %s
    ) kept GROUP BY wallet, account
"""


@dataclass(frozen=True)
class Database:
    """The rows as they stand in the database."""

    programme_id: int

    def read(self, table: Table, columns: tuple[str, ...], span: Span) -> Columns:
        """Some columns and the hashes of a table's rows, by their key."""
        named = [f"COALESCE({name}, 0)" if name in _NULLABLE else name for name in columns]
        rest = (
            f"FROM {table.name} WHERE programme_id = %s AND member_id > %s AND member_id <= %s "
            f"ORDER BY {', '.join(table.key)}"
        )
        return read_columns(named, rest, (self.programme_id, span.low, span.high), table.block)

    def details(self, span: Span) -> dict[tuple[int, int, int], str]:
        """The texts sealed with an entry, by member, wallet and entry."""
        rows = fetch(_DETAILS, [self.programme_id, span.low, span.high])
        return {(member, wallet, seq): detail for member, wallet, seq, detail in rows}


def spans(programme_id: int, weight: int = WEIGHT) -> Iterator[Span]:
    """All numbers of members there can be, cut where entries and events come to `weight`."""
    low, heavy = LOWEST, 0
    for member, entries in fetch(_WEIGHTS, [programme_id, programme_id]):
        heavy += int(entries)
        if heavy >= weight:
            yield Span(low, member)
            low, heavy = member, 0
    yield Span(low, HIGHEST)


def kept_house(programme_id: int) -> HouseTotals:
    """What is kept of the programme's own accounts, rolled up or not."""
    rows = fetch(_HOUSE, [programme_id, programme_id])
    return {(wallet, account): int(points) for wallet, account, points in rows}
