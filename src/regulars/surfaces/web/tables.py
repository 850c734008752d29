"""Tables as files: CSV and XLSX, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

Cell = str | int | float | bool | None
_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(name: str, kind: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table to be kept: `kind` is `csv` or `xlsx`."""
    told = xlsx_of(headings, rows) if kind == "xlsx" else csv_of(headings, rows)
    answer = HttpResponse(told, content_type=_XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV with a byte order mark, so that spreadsheets read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(one) for one in headings])
    writer.writerows([safe(one) for one in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_of(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([safe(one) for one in headings])
    for row in rows:
        sheet.append([safe(one) for one in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def safe(cell: Cell) -> Cell:
    """A text that begins like a formula with an apostrophe before it; numbers as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS) else cell
