"""The reconciliation of opening balances as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from regulars.domain.intake.types.files import ReconciledRow
from regulars.surfaces.web.formatting import plain_points
from regulars.surfaces.web.messages import MESSAGES, text_for


def reconciliation_lines(rows: Iterable[ReconciledRow], decimals: Mapping[str, int]) -> Iterator[list[str]]:
    """Headings, one line a row of the file, and the totals of each wallet behind them."""
    yield [
        *(_("Line"), _("Member"), _("Wallet"), _("Points in the file")),
        *(_("Points posted"), _("Balance afterwards"), _("Result"), _("Code")),
    ]
    in_file: dict[str, int] = {}
    posted: dict[str, int] = {}
    for row in rows:
        in_file[row.wallet] = in_file.get(row.wallet, 0) + (row.points or 0)
        posted[row.wallet] = posted.get(row.wallet, 0) + row.posted
        yield _line(row, decimals.get(row.wallet, 0))
    for wallet in sorted(in_file):
        if wallet in decimals:
            sums = (in_file[wallet], posted[wallet], posted[wallet] - in_file[wallet])
            said, done, difference = (plain_points(points, decimals[wallet]) for points in sums)
            yield [_("Total"), "", wallet, said, done, "", _("difference %(points)s") % {"points": difference}, ""]


def _line(row: ReconciledRow, decimals: int) -> list[str]:
    said = row.given if row.points is None else plain_points(row.points, decimals)
    balance = "" if row.balance is None else plain_points(row.balance, decimals)
    member = str(row.member) if row.member else ""
    posted = plain_points(row.posted, decimals)
    return [str(row.line), member, row.wallet, said, posted, balance, _result(row.result), row.result]


def _result(code: str) -> str:
    words = {"accepted": _("posted"), "duplicate": _("posted before")}
    if code in words:
        return words[code]
    return text_for(code, {}) if code in MESSAGES else code
