"""Where members stand, as a table: now and then, or several members side by side."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regulars.domain.ledger.types import Stand
    from regulars.domain.programmes.types import LiveProgramme


def print_stands(live: LiveProgramme, headings: Sequence[str], stands: Sequence[Stand]) -> None:
    """Tier and each account of each wallet in which there is anything; Django must be ready."""
    from regulars.domain.ledger.types import Held

    rows: list[tuple[str, ...]] = [("tier", *(stand.tier for stand in stands))]
    for wallet in live.compiled.wallet_ids:
        for account in fields(Held):
            points = [getattr(stand.wallets.get(wallet, Held()), account.name) for stand in stands]
            if any(points):
                rows.append((f"{wallet} {account.name}", *(shown(live, wallet, one) for one in points)))
    print_table(("", *headings), rows)
