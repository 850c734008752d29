"""Responses as files: Parquet for spreadsheets and notebooks, and one JSON document with everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from regulars.domain.responses.types import DraftResponse, FigureRange, MonthRange, Responses


def write_responses(responses: Responses, folder: Path) -> list[Path]:
    """Write figures, months and tornados, each with programme, number of runs and seed; answers the files."""
    folder.mkdir(parents=True, exist_ok=True)
    common = {"runs": responses.runs, "seed": responses.seed}
    tables: dict[str, list[dict[str, Any]]] = {"responses": [], "response_months": [], "tornado": []}
    for draft in responses.drafts:
        named = {"name": draft.name, "baseline_name": draft.baseline, **common}
        tables["responses"] += [{**named, **_row(one)} for one in draft.figures]
        tables["response_months"] += [{**named, **_row(one)} for one in draft.months]
        tables["tornado"] += _bars(draft, named)
    document = folder / "responses.json"
    document.write_text(json.dumps(_plain(responses), ensure_ascii=False, indent=1), encoding="utf-8")
    return [document, *(_write(rows, folder / f"{name}.parquet") for name, rows in tables.items() if rows)]


def _row(one: FigureRange | MonthRange) -> dict[str, Any]:
    row = asdict(one)
    bounds = row.pop("range")
    return {**row, **bounds, "figure": one.figure.value}


def _bars(draft: DraftResponse, named: dict[str, Any]) -> list[dict[str, Any]]:
    figure = {"figure": draft.tornado.figure.value, "likely": draft.tornado.likely}
    return [{**named, **figure, **asdict(bar)} for bar in draft.tornado.bars]


def _plain(responses: Responses) -> dict[str, Any]:
    return {**asdict(responses), "assumptions": responses.assumptions.model_dump(mode="json")}


def _write(rows: Sequence[dict[str, Any]], path: Path) -> Path:
    draft = path.with_name(f"{path.name}.part")
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(draft, compression="zstd")
    draft.replace(path)
    return path
