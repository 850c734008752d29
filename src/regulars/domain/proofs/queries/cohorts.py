"""Reading lots and their uses by month of issue, in sums that the database makes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from regulars.domain.ledger.models.statements import fetch
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import RuleIndex
from regulars.engine.time import day_number

ISSUED, GRANTED, RECEIVED = "issued", "granted", "received"
REDEEMED, EXPIRED, TAKEN_BACK, SETTLED, OTHER = "redeemed", "expired", "taken_back", "settled", "other"

_EARLIEST = "SELECT MIN(earned_at) FROM ledger_lot WHERE programme_id = %s"
_LOTS = f"""
    SELECT wallet, MONTH_OF(earned_at),
        CASE WHEN rule >= 0 OR rule <= {int(RuleIndex.GOAL)} THEN '{ISSUED}'
             WHEN rule = {int(RuleIndex.GRANT)} THEN '{GRANTED}' ELSE '{RECEIVED}' END,
        SUM(earned), SUM(remaining)
    FROM ledger_lot WHERE programme_id = %s AND superseded_at IS NULL GROUP BY 1, 2, 3
"""
_USES = """
    SELECT l.wallet, MONTH_OF(l.earned_at), MONTH_OF(j.occurred_at), j.kind, SUM(u.points)
    FROM ledger_lot_use u
    JOIN ledger_lot l ON l.programme_id = u.programme_id AND l.member_id = u.member_id AND l.wallet = u.wallet
      AND l.lot_no = u.lot_no AND l.superseded_at IS NULL
    JOIN ledger_journal j ON j.programme_id = u.programme_id AND j.member_id = u.member_id AND j.wallet = u.wallet
      AND j.seq = u.seq
    WHERE u.programme_id = %s GROUP BY 1, 2, 3, 4
"""
_WAYS = {
    TransactionKind.REDEEM: REDEEMED,
    TransactionKind.HOLD: REDEEMED,
    TransactionKind.UNHOLD: REDEEMED,
    TransactionKind.RETURN: REDEEMED,
    TransactionKind.EXPIRE: EXPIRED,
    TransactionKind.REINSTATE: EXPIRED,
    TransactionKind.REFUND: TAKEN_BACK,
    **dict.fromkeys((TransactionKind.EARN, TransactionKind.GRANT, TransactionKind.RELEASE), SETTLED),
    **dict.fromkeys((TransactionKind.TRANSFER_IN, TransactionKind.OPENING, TransactionKind.MERGE_IN), SETTLED),
}
"""What a use is called, by its entry; what is held counts as redeemed until it is given back, and an entry that
gives points uses some of them for a debt."""


@dataclass
class CohortRows:
    """Sums of one wallet's lots of one month: points by column, outstanding, and what went by month of age."""

    columns: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    outstanding: int = 0
    expired_at: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    used_at: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def month_number(on: date) -> int:
    """A month as a number; the next month has the next one."""
    return on.year * 12 + on.month - 1


def first_of(month: int) -> date:
    """The first day of the month with a number."""
    return date(month // 12, month % 12 + 1, 1)


def read_cohorts(programme: LiveProgramme, this_month: int) -> dict[int, dict[int, CohortRows]]:
    """Sums by wallet number and month of issue, in the programme's zone. Superseded lots are left out."""
    earliest = fetch(_EARLIEST, [programme.id])[0][0]
    if earliest is None:
        return {}
    first = month_number(first_of(this_month))
    midnights = programme.compiled.zone.midnights
    while first > 0 and int(midnights[max(day_number(first_of(first)), 0)]) > earliest:
        first -= 1
    starts = {month: int(midnights[day_number(first_of(month))]) for month in range(first + 1, this_month + 1)}
    wallets: dict[int, dict[int, CohortRows]] = defaultdict(lambda: defaultdict(CohortRows))
    for wallet, month, origin, earned, remaining in fetch(_by_month(_LOTS, first, starts), [programme.id]):
        rows = wallets[wallet][month]
        rows.columns[origin] += int(earned)
        rows.outstanding += int(remaining)
    for wallet, month, used_in, kind, points in fetch(_by_month(_USES, first, starts), [programme.id]):
        rows = wallets[wallet][month]
        way = _WAYS.get(TransactionKind(kind), OTHER)
        rows.columns[way] += int(points)
        (rows.expired_at if way == EXPIRED else rows.used_at)[used_in - month] += int(points)
    return wallets


def _by_month(query: str, first: int, starts: dict[int, int]) -> str:
    """The query with the number of the local month in the place of each `MONTH_OF`."""
    for column in ("l.earned_at", "j.occurred_at", "earned_at"):
        cases = " ".join(f"WHEN {column} < {start} THEN {month - 1}" for month, start in starts.items())
        last = max(starts, default=first)
        query = query.replace(f"MONTH_OF({column})", f"CASE {cases} ELSE {last} END" if cases else str(first))
    return query
