"""What members owe after refunds that could not take points back: by account, and what made and lowered it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.engine.outcome import MemberAccount, TransactionKind
from regulars.platform.paging import Page, PageRequest, page_of


class Owing(NamedTuple):
    """What a member owes in a wallet, in its smallest unit."""

    member_id: int
    wallet: str
    points: int


class OwedChange(NamedTuple):
    """What an entry did to what is owed: above zero it grew, below zero it shrank. Instants in microseconds."""

    seq: int
    kind: TransactionKind
    occurred_at: int
    points: int


Account = tuple[int, str]

_ACCOUNTS = """
    SELECT member_id, wallet, owed FROM ledger_account
    WHERE programme_id = %s AND owed > 0 AND (%s = 0 OR wallet = %s)
      AND (owed < %s OR owed = %s AND (member_id > %s OR member_id = %s AND wallet > %s))
    ORDER BY owed DESC, member_id, wallet LIMIT %s
"""
_OF_MEMBER = "SELECT wallet, owed FROM ledger_account WHERE programme_id = %s AND member_id = %s AND owed > 0"
_TOTALS = """
    SELECT wallet, COUNT(*), SUM(owed) FROM ledger_account WHERE programme_id = %s AND owed > 0 GROUP BY wallet
"""
_CHANGES = f"""
    SELECT p.member_id, p.wallet, p.seq, j.kind, j.occurred_at, -p.points
    FROM {{numbers}} CROSS JOIN ledger_posting p
    JOIN ledger_journal j ON j.programme_id = p.programme_id AND j.member_id = p.member_id
      AND j.wallet = p.wallet AND j.seq = p.seq
    WHERE p.programme_id = %s AND p.member_id = named.member_id AND p.wallet = named.number
      AND p.account = {MemberAccount.OWED.value}
    ORDER BY p.member_id, p.wallet, p.seq
"""
_LARGEST = 2**63 - 1


def list_owing(programme_id: int, request: PageRequest, wallet: str | None = None) -> Page[Owing]:
    """Accounts that owe points, of all wallets or of one, those that owe most first."""
    programme = live_programme(programme_id)
    number = 0 if wallet is None else programme.wallet_numbers.get(wallet, -1)
    owed, member, last = request.after(3) or (_LARGEST, 0, 0)
    rows = fetch(_ACCOUNTS, [programme_id, number, number, owed, owed, member, member, last, request.size + 1])
    page = page_of(rows, request, lambda row: (row[2], row[0], row[1]))
    names = wallet_names(programme)
    return Page(tuple(Owing(member, names[wallet], owed) for member, wallet, owed in page.items), page.next_cursor)


def owed_by(programme_id: int, member_id: int) -> dict[str, int]:
    """What a member owes, by wallet; wallets in which they owe nothing are left out."""
    names = wallet_names(live_programme(programme_id))
    return {names[wallet]: owed for wallet, owed in fetch(_OF_MEMBER, [programme_id, member_id])}


def owed_totals(programme_id: int) -> dict[str, tuple[int, int]]:
    """How many members owe points, and how many points together, by wallet."""
    names = wallet_names(live_programme(programme_id))
    return {names[wallet]: (count, int(owed)) for wallet, count, owed in fetch(_TOTALS, [programme_id])}


def owed_changes(programme_id: int, accounts: Iterable[Account]) -> dict[Account, list[OwedChange]]:
    """What entries did to what is owed in some accounts (member and wallet), in order. One statement."""
    programme = live_programme(programme_id)
    names = wallet_names(programme)
    wanted = sorted({(member, programme.wallet_numbers[wallet]) for member, wallet in accounts})
    found: dict[Account, list[OwedChange]] = {}
    for member, wallet, seq, kind, occurred_at, points in fetch(_CHANGES, [*pairs(wanted), programme_id]):
        change = OwedChange(seq, TransactionKind(kind), occurred_at, points)
        found.setdefault((member, names[wallet]), []).append(change)
    return found
