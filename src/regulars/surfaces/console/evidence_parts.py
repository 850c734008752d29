"""Explained balances and points liability as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from regulars.domain.proofs.types import BalanceExplanation, Cohort, Tie, WalletLiability
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.web.balance_words import beside_words, cause_words, kind_words
from regulars.surfaces.web.formatting import money, scaled, signed
from regulars.surfaces.web.liability_csv import COLUMNS


@dataclass(frozen=True)
class MovedLine:
    """What entries of one kind and cause moved."""

    what: str
    cause: str
    points: str
    entries: int


@dataclass(frozen=True)
class LotLine:
    """A lot of a balance."""

    points: str
    origin: str
    earned_on: date
    valid_until: date | None


@dataclass(frozen=True)
class CohortLine:
    """A month of issue: figures in the order of the columns."""

    month: date
    figures: tuple[str, ...]
    cash: str
    ultimate: str


@dataclass(frozen=True)
class TieLine:
    """A figure added up over months beside the ledger's."""

    name: str
    cohorts: str
    ledger: str
    holds: bool


@dataclass(frozen=True)
class AgeLine:
    """What has expired by an age, and how much has been seen of it."""

    age: int
    months: int
    at_risk: str
    expired: str
    cumulative: str


@dataclass(frozen=True)
class LiabilityTable:
    """One wallet."""

    wallet: Wallet
    outstanding: str
    cash: str
    expected: str
    held: str
    pending: str
    debt: str
    cohorts: tuple[CohortLine, ...]
    total: tuple[str, ...]
    ties: tuple[TieLine, ...]
    ages: tuple[AgeLine, ...]


def explained(told: BalanceExplanation, document: Programme) -> dict[str, Any]:
    """The parts of the page that explains a balance."""
    decimals = next(wallet.decimals for wallet in document.wallets if wallet.id == told.wallet)
    return {
        "opening": scaled(told.opening, decimals),
        "closing": scaled(told.closing, decimals),
        "beside": beside_words(told, document),
        "moved": [
            MovedLine(
                kind_words(line.kind.name),
                cause_words(line.rule, line.goal, document),
                signed(line.points, decimals),
                line.entries,
            )
            for line in told.lines
        ],
        "lots": [
            LotLine(
                scaled(lot.points, decimals),
                cause_words(lot.rule, lot.goal, document) or _("Given by hand or brought in"),
                lot.earned_on,
                lot.valid_until,
            )
            for lot in told.lots
        ],
    }


def liability_tables(wallets: Sequence[WalletLiability], document: Programme) -> list[LiabilityTable]:
    """Every wallet that has points, newest month first."""
    known = {wallet.id: wallet for wallet in document.wallets}
    return [_table(wallet, known[wallet.wallet], document.currency) for wallet in wallets if wallet.cohorts]


def _table(liability: WalletLiability, wallet: Wallet, currency: str) -> LiabilityTable:
    decimals = wallet.decimals
    totals = [sum(getattr(cohort, name) for cohort in liability.cohorts) for name in COLUMNS]
    return LiabilityTable(
        wallet=wallet,
        outstanding=scaled(liability.outstanding, decimals),
        cash=_cash(liability.cash_minor, currency),
        expected="" if liability.expected_breakage is None else scaled(liability.expected_breakage, decimals),
        held=_unless_zero(liability.held, decimals),
        pending=_unless_zero(liability.pending, decimals),
        debt=_unless_zero(liability.debt, decimals),
        cohorts=tuple(_cohort(cohort, decimals, currency) for cohort in reversed(liability.cohorts)),
        total=tuple(scaled(total, decimals) for total in totals),
        ties=tuple(_tie(tie, decimals) for tie in liability.ties),
        ages=tuple(
            AgeLine(
                rate.age,
                rate.cohorts,
                scaled(rate.at_risk, decimals),
                scaled(rate.expired, decimals),
                f"{rate.cumulative:.1%}",
            )
            for rate in liability.ages
        ),
    )


def _cohort(cohort: Cohort, decimals: int, currency: str) -> CohortLine:
    return CohortLine(
        month=cohort.month,
        figures=tuple(scaled(getattr(cohort, name), decimals) for name in COLUMNS),
        cash=_cash(cohort.cash_minor, currency),
        ultimate="" if cohort.ultimate is None else f"{cohort.ultimate:.1%}",
    )


def _tie(tie: Tie, decimals: int) -> TieLine:
    names = {
        "issued": _("Issued by rules and goals"),
        "granted": _("Granted by hand"),
        "outstanding": _("Outstanding, beside members' accounts"),
        "programme": _("Outstanding, beside the programme's accounts"),
    }
    return TieLine(names[tie.name], scaled(tie.cohorts, decimals), scaled(tie.ledger, decimals), tie.holds)


def _cash(minor: int | None, currency: str) -> str:
    return "" if minor is None else money(minor, currency)


def _unless_zero(points: int, decimals: int) -> str:
    return scaled(points, decimals) if points else ""
