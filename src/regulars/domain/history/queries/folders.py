"""A history's folder: its manifest, and its tables as lazy frames."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.conf import settings

from regulars.domain.history.errors import HistoryMissing
from regulars.domain.history.policy.manifests import NAME, manifest_in
from regulars.domain.history.policy.tables import SCHEMAS
from regulars.domain.history.types import Manifest, Table


def folder_of(code: str) -> Path:
    """Where the history of a programme stands, unless somebody says otherwise."""
    return Path(settings.HISTORY_ROOT) / code


def find_manifest(folder: Path) -> Manifest | None:
    """What a folder holds; None where there is no manifest. One that cannot be read raises HistoryMissing."""
    try:
        return manifest_in((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise HistoryMissing(path=str(folder)) from error


def read_manifest(folder: Path) -> Manifest:
    """What a folder holds; raises HistoryMissing."""
    manifest = find_manifest(folder)
    if manifest is None:
        raise HistoryMissing(path=str(folder))
    return manifest


def scan(folder: Path, manifest: Manifest, table: Table) -> pl.LazyFrame:
    """A table, to be read as far as it is asked for."""
    paths = [folder / part.path for part in manifest.of(table)]
    if not paths:
        return pl.LazyFrame(schema=SCHEMAS[table])
    return pl.scan_parquet(paths, schema=SCHEMAS[table], hive_partitioning=False)
