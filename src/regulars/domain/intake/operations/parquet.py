"""Parquet files: their shape, and their rows a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from regulars.domain.intake.errors import FileEmpty, ParquetBroken
from regulars.domain.intake.policy.mapping import check_headings
from regulars.domain.intake.types.files import FileShape, Row

READ_AT_ONCE = 4_096


def inspect_parquet(path: Path, sha256: str, sample_rows: int) -> FileShape:
    """The shape of a Parquet file, from its footer and first rows; raises ParquetBroken and FileEmpty."""
    try:
        with pq.ParquetFile(path) as file:
            headings = tuple(file.schema_arrow.names)
            rows = file.metadata.num_rows
            first = next(file.iter_batches(batch_size=sample_rows), None) if rows else None
            sample = [] if first is None else first.slice(0, sample_rows).to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ParquetBroken(name=path.name, reason=str(error)[:200]) from error
    check_headings(headings)
    if not rows:
        raise FileEmpty(name=path.name)
    shown = tuple(tuple("" if row[name] is None else str(row[name])[:200] for name in headings) for row in sample)
    return FileShape("parquet", headings, shown, path.stat().st_size, sha256, rows)


def parquet_rows(path: Path, columns: Sequence[str], skip: int) -> Iterator[Row]:
    """The rows after the first `skip`, only the columns that are used; raises ParquetBroken where it breaks."""
    start = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=READ_AT_ONCE, columns=list(columns)):
                skipped = min(max(skip - start, 0), batch.num_rows)
                values: list[dict[str, Any]] = batch.slice(skipped).to_pylist()
                yield from (Row(number, number + 1, row) for number, row in enumerate(values, start + skipped))
                start += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise ParquetBroken(name=path.name, reason=str(error)[:200]) from error
