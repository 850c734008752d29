"""The rows of a file as a stream, and the rows of one order together."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from regulars.domain.intake.errors import CsvBroken, EncodingWrong
from regulars.domain.intake.operations.inspecting import LONGEST_CELL
from regulars.domain.intake.operations.parquet import parquet_rows
from regulars.domain.intake.policy.mapping import IDENTIFIERS
from regulars.domain.intake.types.files import FileShape, Mapping, Row
from regulars.domain.intake.types.public import MAXIMUM_LINES


@dataclass
class Record:
    """The rows that make one event. `rows` stops growing at one more than an order may have lines."""

    rows: list[Row]
    last: int


def records(path: Path, shape: FileShape, mapping: Mapping, skip: int) -> Iterator[Record]:
    """The events of a file from row `skip` on, one record each; memory does not grow with the file."""
    used = sorted({*mapping.columns.values()}, key=shape.headings.index)
    rows = parquet_rows(path, used, skip) if shape.format == "parquet" else _csv_rows(path, shape, skip)
    if mapping.layout == "events":
        return (Record([row], row.number) for row in rows)
    return _orders(rows, mapping)


def _csv_rows(path: Path, shape: FileShape, skip: int) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=shape.encoding, newline="") as file:
        yield from _rows_of(file, shape, skip)


def _rows_of(file: IO[str], shape: FileShape, skip: int) -> Iterator[Row]:
    reader = csv.reader(file, delimiter=shape.delimiter, strict=True)
    number, line = 0, 1
    try:
        next(reader)
        line = reader.line_num + 1
        for cells in reader:
            if cells and number >= skip:
                whole = len(cells) == len(shape.headings)
                yield Row(number, line, dict(zip(shape.headings, cells, strict=True)) if whole else None)
            number += bool(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CsvBroken(line=line) from error
    except UnicodeError as error:
        raise EncodingWrong(encoding=shape.encoding, line=line) from error


def _orders(rows: Iterator[Row], mapping: Mapping) -> Iterator[Record]:
    """Neighbouring rows with the same order, type and id, or of one member; a row of the wrong width stands alone."""
    together = IDENTIFIERS if mapping.layout == "openings" else ("order_id", "type", "id")
    columns = [mapping.columns[field] for field in together if field in mapping.columns]
    group: Record | None = None
    held: tuple[str, ...] | None = None
    for row in chain(rows, [None]):
        key = None if row is None or row.values is None else tuple(str(row.values[name]) for name in columns)
        if row is not None and group is not None and key is not None and key == held:
            group.last = row.number
            if len(group.rows) <= MAXIMUM_LINES:
                group.rows.append(row)
            continue
        if group is not None:
            yield group
        group, held = (Record([row], row.number), key) if row is not None else (None, None)
