"""What set computations are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

Schema = Mapping[str, pl.DataType | type[pl.DataType]]


class ColumnKind(StrEnum):
    """What a value says of a member, and so how it is shown and asked for."""

    NUMBER = "number"
    MONEY = "money"  # minor units of the programme's currency
    SHARE = "share"  # 0 to 1
    DAYS = "days"
    CATEGORY = "category"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"  # a local day since 1970


@dataclass(frozen=True)
class Column:
    """A value that every member may have, offered to conditions: its name, its kind, and its words.

    `values`: all that it can be, where these are few and known; else none.
    """

    name: str
    kind: ColumnKind
    zh: str
    en: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Files:
    """A view over Parquet files of one schema; there may be none."""

    paths: tuple[Path, ...]
    schema: Schema


View = Files | pl.DataFrame
"""What a name stands for in a computation."""
