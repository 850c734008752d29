"""Points liability and breakage by month of issue, tied to the ledger to the point."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from regulars.domain.ledger.models.statements import fetch
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.policy.breakage import Course, age_rates, expected_share, ultimate_share
from regulars.domain.proofs.queries import cohorts as read
from regulars.domain.proofs.queries.cohorts import CohortRows, first_of, month_number, read_cohorts
from regulars.domain.proofs.types import Cohort, Tie, WalletLiability
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.outcome import HouseAccount, MemberAccount, TransactionKind
from regulars.engine.programme.model import Wallet
from regulars.engine.time import date_of
from regulars.platform.clock import now_us
from regulars.platform.snapshots import snapshot

_POSTED = "SELECT wallet, account, SUM(points) FROM ledger_posting WHERE programme_id = %s GROUP BY wallet, account"
_DEBTS = "SELECT wallet, SUM(debt) FROM ledger_account WHERE programme_id = %s GROUP BY wallet"
_KINDS = "SELECT DISTINCT wallet, kind FROM ledger_journal WHERE programme_id = %s"
_SIMPLE = {
    *(TransactionKind.EARN, TransactionKind.REDEEM, TransactionKind.EXPIRE, TransactionKind.GRANT),
    *(TransactionKind.REFUND, TransactionKind.RESTATE, TransactionKind.RELEASE, TransactionKind.HOLD),
    *(TransactionKind.CAPTURE, TransactionKind.UNHOLD, TransactionKind.WRITE_OFF, TransactionKind.OFFSET),
}
"""Kinds of entries after which all lots still come from the account that their rule says."""


@dataclass(frozen=True)
class _Books:
    """What the ledger says of one wallet: postings by account, debts of all members, kinds of entries."""

    posted: dict[int, int]
    debt: int
    kinds: set[int]


def points_liability(programme_id: int) -> list[WalletLiability]:
    """Every wallet with its cohorts, in the programme's order; those without points have none.

    Lots that a restatement has superseded are left out, as in balances: what stands instead of them counts, in
    the month in which it was earned. Everything is read from one snapshot.
    """
    programme = live_programme(programme_id)
    this_month = month_number(date_of(programme.compiled.zone.day_of(now_us())))
    posted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    with snapshot():
        cohorts = read_cohorts(programme, this_month)
        for wallet, account, points in fetch(_POSTED, [programme_id]):
            posted[wallet][account] = int(points)
        kinds = set(fetch(_KINDS, [programme_id]))
        debts = {wallet: int(debt) for wallet, debt in fetch(_DEBTS, [programme_id])}
    answer = []
    for wallet in programme.document.wallets:
        number = programme.wallet_numbers[wallet.id]
        own_kinds = {kind for of_wallet, kind in kinds if of_wallet == number}
        books = _Books(posted[number], debts.get(number, 0), own_kinds)
        answer.append(_wallet(programme, wallet, cohorts.get(number, {}), books, this_month))
    return answer


def _wallet(
    programme: LiveProgramme, wallet: Wallet, rows: dict[int, CohortRows], books: _Books, this_month: int
) -> WalletLiability:
    courses = {
        month: Course(_came_in(cohort), cohort.expired_at, cohort.used_at) for month, cohort in sorted(rows.items())
    }
    rates = age_rates(courses, this_month)
    worth = _Worth(wallet, CURRENCY_DECIMALS[programme.document.currency])
    futures = {month: expected_share(rates, max(this_month - month, 0)) for month in courses}
    outstanding = sum(cohort.outstanding for cohort in rows.values())
    return WalletLiability(
        wallet=wallet.id,
        cohorts=tuple(_cohort(month, rows[month], courses[month], futures[month], worth) for month in courses),
        ages=rates,
        ties=_ties(rows, books),
        outstanding=outstanding,
        debt=books.debt,
        held=books.posted[MemberAccount.HELD],
        pending=books.posted[MemberAccount.PENDING],
        cash_minor=worth.of(outstanding),
        expected_breakage=_expected(rows, futures),
    )


@dataclass(frozen=True)
class _Worth:
    """What points of a wallet are worth."""

    wallet: Wallet
    currency_decimals: int

    def of(self, points: int) -> int | None:
        """Points in the currency's minor unit; None without a cash value."""
        if self.wallet.cash_value is None:
            return None
        exact = Decimal(points).scaleb(self.currency_decimals - self.wallet.decimals) * self.wallet.cash_value
        return int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


def _cohort(month: int, rows: CohortRows, course: Course, future: Fraction | None, worth: _Worth) -> Cohort:
    names = (read.ISSUED, read.GRANTED, read.RECEIVED, read.REDEEMED, read.EXPIRED, read.TAKEN_BACK, read.SETTLED)
    return Cohort(
        month=first_of(month),
        **{name: rows.columns[name] for name in (*names, read.OTHER)},
        outstanding=rows.outstanding,
        cash_minor=worth.of(rows.outstanding),
        ultimate=ultimate_share(course, rows.outstanding, future),
    )


def _came_in(rows: CohortRows) -> int:
    return rows.columns[read.ISSUED] + rows.columns[read.GRANTED] + rows.columns[read.RECEIVED]


def _ties(rows: dict[int, CohortRows], books: _Books) -> tuple[Tie, ...]:
    """The sums of cohorts beside those of the ledger.

    Lots that came by transfers, merges, returns and the like carry the rule of another lot; where there are such,
    what was issued and granted cannot be told from lots and is not compared.
    """
    posted = books.posted
    outstanding = sum(cohort.outstanding for cohort in rows.values())
    own = posted[MemberAccount.AVAILABLE] + books.debt + posted[MemberAccount.PENDING]
    house = -sum(points for account, points in posted.items() if account >= min(HouseAccount))
    beside = books.debt - posted[MemberAccount.HELD] - posted[MemberAccount.OWED]
    ties = [Tie("outstanding", outstanding, own), Tie("programme", outstanding - beside, house)]
    if books.kinds <= _SIMPLE:
        for name, account in ((read.ISSUED, HouseAccount.ISSUED), (read.GRANTED, HouseAccount.GRANTED)):
            ties.append(Tie(name, sum(cohort.columns[name] for cohort in rows.values()), -posted[account]))
    return tuple(ties)


def _expected(rows: dict[int, CohortRows], futures: dict[int, Fraction | None]) -> int | None:
    """How many of the outstanding points are to expire; None when nothing is known of any."""
    known = [(rows[month].outstanding, future) for month, future in futures.items() if future is not None]
    if not known:
        return None
    return round(sum(outstanding * future for outstanding, future in known))
