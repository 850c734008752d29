"""Writing a ledger into a file that can be proven without the database; it holds no personal data."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl

from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs.policy.ledger_file import ANCHORS, FORMAT, MANIFEST, place_of
from regulars.domain.proofs.queries.anchors import anchor_lines
from regulars.domain.proofs.queries.rows import Database, kept_house, spans
from regulars.domain.proofs.queries.tables import JOURNAL_TABLE, TABLES, Span, Table
from regulars.platform.clock import now
from regulars.platform.columns import BLOCK
from regulars.platform.snapshots import snapshot


def export_ledger(programme_id: int, path: Path) -> int:
    """Write the ledger into a new zip file of Parquet tables with all anchors; answers how many entries it has.

    Everything is from one snapshot, while events keep coming in. The file appears when it is whole.
    """
    draft = path.with_name(f"{path.name}.part")
    programme = live_programme(programme_id)
    entries = 0
    written: list[list[int]] = []
    try:
        with snapshot(), zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as file:
            for number, span in enumerate(spans(programme_id)):
                entries += _write_span(file, Database(programme_id), number, span)
                written.append([span.low, span.high])
            with file.open(ANCHORS, "w", force_zip64=True) as lines:
                lines.writelines(line.encode() for line in anchor_lines(programme_id))
            manifest = {
                "format": FORMAT,
                "programme_id": programme_id,
                "programme": programme.code,
                "exported_at": now().isoformat(),
                "entries": entries,
                "sealed_columns": list(JOURNAL_COLUMNS),
                "wallets": {str(wallet): name for wallet, name in wallet_names(programme).items()},
                "house": [[*key, points] for key, points in sorted(kept_house(programme_id).items())],
                "spans": written,
            }
            file.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return entries


def _write_span(file: zipfile.ZipFile, reader: Database, number: int, span: Span) -> int:
    """Write all tables of some members; answers the number of their entries."""
    entries = 0
    for table in TABLES:
        frame = _frame(reader, table, span)
        entries += frame.height if table is JOURNAL_TABLE else 0
        content = io.BytesIO()
        frame.write_parquet(content, compression="zstd")
        file.writestr(place_of(number, table.name), content.getvalue())
    return entries


def _frame(reader: Database, table: Table, span: Span) -> pl.DataFrame:
    rows = reader.read(table, table.columns, span)
    columns: dict[str, Any] = {name: rows.integers[:, place] for place, name in enumerate(table.columns)}
    if table.block:
        blocks = [rows.blocks[start : start + BLOCK] for start in range(0, len(rows.blocks), BLOCK)]
        columns[table.block] = pl.Series(blocks, dtype=pl.Binary)
    if table is JOURNAL_TABLE:
        details = reader.details(span)
        keys = map(tuple, rows.integers[:, :3].tolist()) if details else ()
        texts = [details.get(key) for key in keys] if details else [None] * len(rows.integers)
        columns["detail"] = pl.Series(texts, dtype=pl.String)
    return pl.DataFrame(columns)
