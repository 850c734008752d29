"""How members stand, one figure a row: now and then, or two members side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.ledger.types import Held, Stand
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import Holding, tier_badges
from regulars.surfaces.console.reading.vocabulary import in_language

_FURTHER: dict[str, Promise] = {
    "debt": gettext_lazy("%(wallet)s, debt"),
    "held": gettext_lazy("%(wallet)s, held for a checkout"),
    "pending": gettext_lazy("%(wallet)s, not spendable yet"),
    "owed": gettext_lazy("%(wallet)s, owed after refunds"),
}


@dataclass(frozen=True)
class FigureRow:
    """One figure of each stand; `changed`: the last is not the first."""

    name: str
    cells: tuple[str, ...]
    changed: bool


def figure_rows(programme: Programme, stands: Sequence[Stand]) -> list[FigureRow]:
    """Tier, then what is available in each wallet, and what else there is in it where there is anything."""
    badges = tier_badges(programme)
    rows = [_row(_("Tier"), [badges[one.tier].name if one.tier in badges else one.tier for one in stands])]
    for wallet in programme.wallets:
        held = [one.wallets.get(wallet.id, Held()) for one in stands]
        name = in_language(wallet.name)
        rows.append(_row(name, [str(Holding(wallet, one.available)) for one in held]))
        for account, title in _FURTHER.items():
            points = [getattr(one, account) for one in held]
            if any(points):
                rows.append(_row(str(title) % {"wallet": name}, [str(Holding(wallet, one)) for one in points]))
    return rows


def _row(name: str, cells: Sequence[str]) -> FigureRow:
    return FigureRow(name, tuple(cells), changed=cells[0] != cells[-1])
