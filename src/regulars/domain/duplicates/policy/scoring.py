"""How likely two records are one person, after Fellegi and Sunter (1969), computed by Splink on DuckDB in memory.

How often a level of likeness is met among records of one person, and among those of two who share a key, is stated
here and not trained: an operator sees why a pair has its score, and the same records give the same scores.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

from regulars.domain.duplicates.policy.records import KEYS
from regulars.domain.duplicates.types import Pair

PRIOR = 0.02
"""How often two members who share a key are one person."""

LEAST = 0.5
"""Pairs below this score are not worth a person's time."""

Level = tuple[str, float, float, str]
"""A condition over `_l` and `_r`, how often it holds among one person's records and among two's, and its reason."""

COMPARISONS: dict[str, tuple[Level, ...]] = {
    "name": (
        ("name_l = name_r", 0.70, 0.02, "name_same"),
        ("jaro_winkler_similarity(name_l, name_r) >= 0.9", 0.20, 0.03, "name_alike"),
        ("ELSE", 0.10, 0.95, ""),
    ),
    "mobile": (
        ("levenshtein(mobile_l, mobile_r) <= 1 AND length(mobile_l) > 8", 0.45, 0.02, "mobile_alike"),
        ("ELSE", 0.55, 0.98, ""),
    ),
    "local": (
        ("local_l = local_r", 0.50, 0.02, "email_same_name"),
        ("jaro_winkler_similarity(local_l, local_r) >= 0.92", 0.20, 0.02, "email_alike"),
        ("ELSE", 0.30, 0.96, ""),
    ),
    "birth_month": (
        ("birth_month_l = birth_month_r", 0.95, 0.083, "birth_month_same"),
        ("ELSE", 0.05, 0.917, ""),
    ),
    "device": (
        ("device_l = device_r", 0.40, 0.01, "device_shared"),
        ("ELSE", 0.60, 0.99, ""),
    ),
}


def alike(frame: pl.DataFrame) -> Iterator[Pair]:
    """Pairs among the records that share a key and reach `LEAST`. Nothing is written: DuckDB may not use a disk."""
    if len(frame) < 2:
        return
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    with duckdb.connect(":memory:", config={"temp_directory": "", "threads": 2}) as connection:
        api = DuckDBAPI(connection=connection)
        settings = SettingsCreator(
            link_type="dedupe_only",
            probability_two_random_records_match=PRIOR,
            comparisons=[_comparison(column, levels) for column, levels in COMPARISONS.items()],
            blocking_rules_to_generate_predictions=[block_on(key) for key in KEYS],
            retain_matching_columns=True,
            retain_intermediate_calculation_columns=True,
        )
        linker = Linker(api.register(frame.to_arrow()), settings)
        found = linker.inference.predict(threshold_match_probability=LEAST).as_record_list()
    for row in found:
        first, second = sorted((int(row["unique_id_l"]), int(row["unique_id_r"])))
        yield Pair(first, second, round(float(row["match_probability"]), 4), _reasons(row))


def _comparison(column: str, levels: tuple[Level, ...]) -> dict[str, Any]:
    null = {"sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL", "label_for_charts": "null"}
    told = [
        {"sql_condition": condition, "label_for_charts": reason or "else", "m_probability": m, "u_probability": u}
        for condition, m, u, reason in levels
    ]
    return {
        "output_column_name": column,
        "comparison_levels": [null | {"is_null_level": True}, *told],
    }


def _reasons(row: dict[str, Any]) -> tuple[str, ...]:
    """The reasons of the levels that were met; Splink numbers levels from the last one, which is 0."""
    found = []
    for column, levels in COMPARISONS.items():
        level = int(row[f"gamma_{column}"])
        if level > 0:
            found.append(levels[len(levels) - 1 - level][3])
    return tuple(found)
