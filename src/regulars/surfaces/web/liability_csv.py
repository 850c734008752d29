"""Points liability as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal

from regulars.domain.proofs.types import WalletLiability
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme

COLUMNS = ("issued", "granted", "received", "redeemed", "expired", "taken_back", "settled", "other", "outstanding")


class _Line:
    """Takes what the writer writes."""

    text = ""

    def write(self, text: str) -> None:
        """Keep a line."""
        self.text = text


def liability_csv(wallets: Sequence[WalletLiability], document: Programme) -> Iterator[str]:
    """Line by line: a row for each wallet and month of issue."""
    line = _Line()
    writer = csv.writer(line)
    currency = document.currency
    writer.writerow(("wallet", "month", *COLUMNS, f"cash_value_{currency}", "ultimate_breakage"))
    yield "\ufeff" + line.text
    decimals = {wallet.id: wallet.decimals for wallet in document.wallets}
    for wallet in wallets:
        for cohort in wallet.cohorts:
            points = [_number(getattr(cohort, name), decimals[wallet.wallet]) for name in COLUMNS]
            cash = "" if cohort.cash_minor is None else _number(cohort.cash_minor, CURRENCY_DECIMALS[currency])
            month = cohort.month.strftime("%Y-%m")
            writer.writerow((wallet.wallet, month, *points, cash, "" if cohort.ultimate is None else cohort.ultimate))
            yield line.text


def _number(units: int, decimals: int) -> str:
    return str(Decimal(units).scaleb(-decimals)) if decimals else str(units)
