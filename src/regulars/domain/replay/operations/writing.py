"""A replay's results as Parquet files, for spreadsheets and notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from regulars.domain.replay.types import Replayed, Sweep

_PARTS = ("tier_months", "wallet_months", "reach", "wallets", "rules", "budgets", "disallowed", "benefits")


def write_results(replayed: Replayed, folder: Path) -> list[Path]:
    """One file for each kind of figure, with a column that names the programme; answers the files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, Any]]] = {
        part: [{"name": one.name, **asdict(row)} for one in replayed.results for row in getattr(one, part)]
        for part in _PARTS
    }
    tables["tier_flow"] = [
        {"name": one.name, "baseline": one.baseline, "from": before, "to": after, "members": members}
        for one in replayed.comparisons
        for before, after, members in one.flow
    ]
    tables["groups"] = [
        {**asdict(group), "group": group.name, "name": one.name, "baseline": one.baseline}
        for one in replayed.comparisons
        for group in one.groups
    ]
    return [_write(rows, folder / f"{name}.parquet") for name, rows in tables.items() if rows]


def write_sweep(sweep: Sweep, folder: Path) -> list[Path]:
    """The figures of each value, with a column that has the value; answers the files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, Any]]] = {
        f"sweep_{part}": [
            {"value": float(point.value), **asdict(row)}
            for point in sweep.points
            if point.results is not None
            for row in getattr(point.results, part)
        ]
        for part in _PARTS
    }
    return [_write(rows, folder / f"{name}.parquet") for name, rows in tables.items() if rows]


def _write(rows: Sequence[dict[str, Any]], path: Path) -> Path:
    draft = path.with_name(f"{path.name}.part")
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(draft, compression="zstd")
    draft.replace(path)
    return path
