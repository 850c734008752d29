"""A month with a partner as a file: its figures and every item, as CSV or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook

from regulars.domain.partners.types import ItemView, StatementView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.web.formatting import clock_time, plain_points

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@")

Cell = str | int | Decimal


def statement_csv(view: StatementView, items: Iterable[ItemView], decimals: int) -> Iterator[str]:
    """The figures, an empty line, and the items, as a stream of lines with a mark for spreadsheets."""
    yield "\ufeff"
    yield from (_csv_line([str(cell) for cell in row]) for row in _figures(view, decimals))
    yield _csv_line([])
    yield _csv_line([str(heading) for heading in _headings()])
    yield from (_csv_line([str(cell) for cell in _row(item, decimals)]) for item in items)


def statement_xlsx(view: StatementView, items: Iterable[ItemView], decimals: int) -> bytes:
    """The same as a workbook of two sheets, numbers as numbers; written row by row."""
    book = Workbook(write_only=True)
    figures = book.create_sheet(_("Statement"))
    for row in _figures(view, decimals):
        figures.append(row)
    sheet = book.create_sheet(_("Items"))
    sheet.append(_headings())
    for item in items:
        sheet.append(_row(item, decimals))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _csv_line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _figures(view: StatementView, decimals: int) -> list[list[Cell]]:
    figures = view.figures
    points = [
        (_("Opening"), figures.opening),
        (_("Earned"), figures.earned),
        (_("Burned"), -figures.burned),
        (_("Reversed"), figures.reversed),
        (_("Net"), figures.net),
        (_("Closing"), figures.closing),
    ]
    money = plain_points(figures.money_minor, CURRENCY_DECIMALS[view.currency])
    rows: list[list[Cell]] = [
        [_("Partner"), view.partner],
        [_("Month"), f"{view.period:%Y-%m}"],
        [_("State"), view.state.value],
    ]
    rows += [[name, _points(value, decimals)] for name, value in points]
    rows += [
        [_("Items"), figures.items],
        [_("To be paid (%(currency)s)") % {"currency": view.currency}, Decimal(money)],
        [_("Seal"), view.sha256],
    ]
    return rows


def _headings() -> list[Cell]:
    return [
        *(_("Number"), _("Reference"), _("Kind"), _("Member"), _("Points"), _("Units")),
        *(_("Occurred"), _("Booked"), _("Reverses"), _("Reason")),
    ]


def _row(item: ItemView, decimals: int) -> list[Cell]:
    return [
        *(item.id, _plain(item.reference), item.kind.value, item.member_id),
        *(_points(item.points, decimals), item.units, clock_time(item.occurred_at), item.booked_on.isoformat()),
        *("" if item.reverses is None else item.reverses, _plain(item.reason)),
    ]


def _points(units: int, decimals: int) -> Decimal:
    return Decimal(plain_points(units, decimals))


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
