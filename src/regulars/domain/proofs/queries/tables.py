"""The tables that are proven, and a part of them: all rows of some members, wherever they are read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from regulars.domain.ledger.models.statements import ACCOUNTS, JOURNAL, JOURNAL_COLUMNS, LOT_USES, NEW_LOTS, POSTINGS
from regulars.engine.outcome import MemberAccount
from regulars.engine.states import Integers
from regulars.platform.columns import Columns

OWN_ACCOUNTS = {
    MemberAccount.AVAILABLE: ("available", 1),
    MemberAccount.HELD: ("held", 1),
    MemberAccount.PENDING: ("pending", 1),
    MemberAccount.OWED: ("owed", -1),
}
"""The column that keeps the sum of each of the member's own accounts in postings, and its sign there."""


@dataclass(frozen=True)
class Table:
    """A table: its columns of whole numbers (0 stands for none), how rows are told apart, and its column of hashes."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    block: str = ""


def _integers(columns: tuple[str, ...], *without: str) -> tuple[str, ...]:
    return tuple(name for name in columns if name not in without)


JOURNAL_TABLE = Table("ledger_journal", JOURNAL_COLUMNS, ("member_id", "wallet", "seq"), "hash")
POSTING_TABLE = Table("ledger_posting", POSTINGS.columns, ("member_id", "wallet", "seq", "leg"))
LOT_TABLE = Table("ledger_lot", (*NEW_LOTS.columns, "superseded_at"), ("member_id", "wallet", "lot_no"))
USE_TABLE = Table("ledger_lot_use", LOT_USES.columns, ("member_id", "wallet", "seq", "lot_no"))
ACCOUNT_TABLE = Table(
    "ledger_account", _integers(ACCOUNTS.columns, "chain_head"), ("member_id", "wallet"), "chain_head"
)
TABLES = (JOURNAL_TABLE, POSTING_TABLE, LOT_TABLE, USE_TABLE, ACCOUNT_TABLE)

_LOT = ("member_id", "wallet", "lot_no", "earned", "remaining")

HouseTotals = dict[tuple[int, int], int]
"""Points by wallet number and account of the programme."""

if set(JOURNAL.columns) - {*JOURNAL_COLUMNS, "detail", "hash"}:
    raise ValueError("a column of the journal is neither sealed nor known here")


@dataclass(frozen=True)
class Span:
    """Members whose number is above `low` and at most `high`; spans follow one another without a gap."""

    low: int
    high: int


class Reader(Protocol):
    """Where rows come from: the database, or a file."""

    @property
    def programme_id(self) -> int:
        """The programme whose rows they are."""

    def read(self, table: Table, columns: tuple[str, ...], span: Span) -> Columns:
        """Some columns and the hashes of a table's rows, by their key."""

    def details(self, span: Span) -> dict[tuple[int, int, int], str]:
        """The texts sealed with an entry, by member, wallet and entry."""


@dataclass(frozen=True)
class Part:
    """All rows of some members, each table by its key.

    journal: int64[n, len(JOURNAL_COLUMNS)] with n x 32 bytes of hashes. postings, uses: int64 with the columns of
    their tables. lots: (member, wallet, lot_no, earned, remaining). accounts: the columns of `ACCOUNT_TABLE` with
    chain heads.
    """

    programme_id: int
    journal: Integers
    hashes: bytes
    details: dict[tuple[int, int, int], str]
    postings: Integers
    lots: Integers
    uses: Integers
    accounts: Integers
    heads: bytes
    wallets: dict[int, str]

    def wallet(self, number: int) -> str:
        """The wallet's id by its number, or the number."""
        return self.wallets.get(number, str(number))


def read_part(reader: Reader, span: Span, wallets: dict[int, str]) -> Part:
    """All rows of the members of a span; `wallets` names wallet numbers."""
    journal = reader.read(JOURNAL_TABLE, JOURNAL_TABLE.columns, span)
    accounts = reader.read(ACCOUNT_TABLE, ACCOUNT_TABLE.columns, span)
    return Part(
        programme_id=reader.programme_id,
        journal=journal.integers,
        hashes=journal.blocks,
        details=reader.details(span),
        postings=reader.read(POSTING_TABLE, POSTING_TABLE.columns, span).integers,
        lots=reader.read(LOT_TABLE, _LOT, span).integers,
        uses=reader.read(USE_TABLE, USE_TABLE.columns, span).integers,
        accounts=accounts.integers,
        heads=accounts.blocks,
        wallets=wallets,
    )
