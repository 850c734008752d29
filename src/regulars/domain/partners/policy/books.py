"""The partner's own books: read from CSV, and compared with ours by reference."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from regulars.domain.partners.errors import BooksUnreadable
from regulars.domain.partners.types import Difference, DisputeKind, TheirLine

ENCODINGS = ("utf-8-sig", "gb18030")
REFERENCES = frozenset(
    {"reference", "ref", "order", "order_id", "transaction", "transaction_id", "编号", "流水号", "订单号"}
)
POINTS = frozenset({"points", "amount", "积分", "积分数"})
MOST_LINES = 200_000


def read_books(content: bytes, decimals: int) -> list[TheirLine]:
    """The lines of a CSV with headings for reference and points; raises BooksUnreadable with the line at fault."""
    reader = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        headings = [heading.strip().casefold() for heading in next(reader, [])]
        columns = (_column(headings, REFERENCES), _column(headings, POINTS))
        lines = [_line(reader.line_num, row, columns, decimals) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BooksUnreadable(line=reader.line_num) from error
    if len(lines) > MOST_LINES:
        raise BooksUnreadable(line=MOST_LINES)
    return lines


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BooksUnreadable(line=1)


def _column(headings: Sequence[str], names: frozenset[str]) -> int:
    found = [place for place, heading in enumerate(headings) if heading in names]
    if not found:
        raise BooksUnreadable(line=1)
    return found[0]


def _line(line: int, row: Sequence[str], columns: tuple[int, int], decimals: int) -> TheirLine:
    try:
        reference, points = row[columns[0]].strip(), Decimal(row[columns[1]].strip().replace(",", ""))
        units = points.scaleb(decimals)
        whole = units == units.to_integral_value() and abs(units) < 10**15
    except (IndexError, InvalidOperation) as error:
        raise BooksUnreadable(line=line) from error
    if not reference or len(reference) > 200 or not whole:
        raise BooksUnreadable(line=line)
    return TheirLine(line, reference, int(units))


def compare(ours: Mapping[str, int], theirs: Sequence[TheirLine]) -> tuple[int, list[Difference]]:
    """How many references agree, and where the books differ, by reference. Lines of one reference are summed."""
    sums: dict[str, int] = {}
    for line in theirs:
        sums[line.reference] = sums.get(line.reference, 0) + line.points
    differences = []
    for reference in sorted({*ours, *sums}):
        here, there = ours.get(reference), sums.get(reference)
        if here == there:
            continue
        kind = DisputeKind.POINTS_DIFFER
        if here is None:
            kind = DisputeKind.MISSING_HERE
        elif there is None:
            kind = DisputeKind.MISSING_THERE
        differences.append(Difference(reference, kind, here, there))
    return len({*ours, *sums}) - len(differences), differences
