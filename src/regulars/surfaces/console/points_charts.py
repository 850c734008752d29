"""What the points of a wallet did, month by month: charts and the figure that is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regulars.domain.ledger.types import HouseTotals
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.console.programme_parts import Holding
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import money, month, percent

_MONTHS = 13


@dataclass(frozen=True)
class Outstanding:
    """Points that members hold, and what they are worth (empty where a point has no cash value)."""

    points: Holding
    worth: str


def outstanding_now(programme: Programme, wallet: Wallet, totals: Sequence[HouseTotals]) -> Outstanding:
    """What is owed after the last month."""
    points = totals[-1].outstanding if totals else 0
    if wallet.cash_value is None:
        return Outstanding(Holding(wallet, points), "")
    minor = points * wallet.cash_value.scaleb(CURRENCY_DECIMALS[programme.currency] - wallet.decimals)
    return Outstanding(Holding(wallet, points), money(int(minor), programme.currency))


def points_charts(wallet: Wallet, totals: Sequence[HouseTotals]) -> list[Chart]:
    """Two charts over the last months: what moved, and what was outstanding at each month's end."""
    if not totals:
        return []
    months = _months(totals)
    labels = tuple(month(line.starts_on) for line in months)
    name = {"wallet": in_language(wallet.name)}
    whole = 10**wallet.decimals
    moved = Chart(
        id="points-moved",
        caption=_("%(wallet)s by month") % name,
        kind="bar",
        label_title=_("Month"),
        labels=labels,
        series=(
            Series(_("Issued"), tuple((line.issued + line.granted) // whole for line in months)),
            Series(_("Redeemed"), tuple(line.redeemed // whole for line in months)),
            Series(_("Expired"), tuple(line.expired // whole for line in months)),
        ),
    )
    owed = Chart(
        id="points-outstanding",
        caption=_("%(wallet)s outstanding at month end") % name,
        kind="line",
        label_title=_("Month"),
        labels=labels,
        series=(Series(_("Outstanding"), tuple(line.outstanding // whole for line in months)),),
    )
    return [moved, owed]


def month_lines(wallet: Wallet, totals: Sequence[HouseTotals]) -> list[tuple[str, str]]:
    """What the points did in the latest month: names and figures."""
    if not totals:
        return []
    line = totals[-1]
    given = line.issued + line.granted
    return [
        (_("Issued by rules and goals"), str(Holding(wallet, line.issued))),
        (_("Granted by hand"), str(Holding(wallet, line.granted))),
        (_("Redeemed"), str(Holding(wallet, line.redeemed))),
        (_("Expired"), str(Holding(wallet, line.expired))),
        (_("Taken back by refunds"), str(Holding(wallet, line.reversed))),
        (_("Redeemed of what was given"), percent(line.redeemed, given)),
    ]


def _months(totals: Sequence[HouseTotals]) -> list[HouseTotals]:
    """The last months without a gap: a month in which nothing moved has the balance of the one before."""
    known = {line.starts_on: line for line in totals}
    filled: list[HouseTotals] = []
    at, last = totals[0].starts_on, totals[-1].starts_on
    while at <= last:
        line = known.get(at)
        filled.append(line or HouseTotals(at, filled[-1].wallet, 0, 0, 0, 0, 0, filled[-1].outstanding))
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return filled[-_MONTHS:]
