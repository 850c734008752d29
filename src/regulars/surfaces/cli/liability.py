"""`regulars ledger liability`: what is owed in points, by month of issue."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, print_json, print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.proofs.types import WalletLiability
    from regulars.engine.programme.model import Programme


def liability(
    as_csv: Annotated[bool, typer.Option("--csv", help="For spreadsheets.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    programme: Code = "",
) -> None:
    """Print points by wallet and month of issue: what came in, what became of it, what is owed and may expire.

    Exit code 1 when the cohorts do not come to what the ledger has.
    """
    ready()
    from regulars.domain.proofs.queries import points_liability
    from regulars.surfaces.web.liability_csv import liability_csv

    live = only_programme(programme)
    wallets = points_liability(live.id)
    if as_csv:
        sys.stdout.writelines(liability_csv(wallets, live.document))
    elif as_json:
        print_json([_plain(wallet) for wallet in wallets])
    else:
        for wallet in wallets:
            _tell(wallet, live.document)
    if not all(tie.holds for wallet in wallets for tie in wallet.ties):
        raise SystemExit(REFUSED)


def _plain(wallet: WalletLiability) -> object:
    from dataclasses import asdict

    return asdict(wallet)


def _tell(wallet: WalletLiability, document: Programme) -> None:
    from regulars.surfaces.web.formatting import money, scaled
    from regulars.surfaces.web.liability_csv import COLUMNS

    decimals = next(one.decimals for one in document.wallets if one.id == wallet.wallet)
    worth = "" if wallet.cash_minor is None else f", worth {money(wallet.cash_minor, document.currency)}"
    print(f"{wallet.wallet}: {scaled(wallet.outstanding, decimals)} outstanding{worth}")
    rows = [
        (
            cohort.month.strftime("%Y-%m"),
            *(scaled(getattr(cohort, name), decimals) for name in COLUMNS),
            "-" if cohort.ultimate is None else f"{cohort.ultimate:.1%}",
        )
        for cohort in wallet.cohorts
    ]
    print_table(("month", *COLUMNS, "breakage"), rows)
    for tie in wallet.ties:
        sign = "=" if tie.holds else "DIFFERS FROM"
        print(f"  {tie.name}: {scaled(tie.cohorts, decimals)} {sign} {scaled(tie.ledger, decimals)} in the ledger")
