"""Figures as tables whose columns say what they are, without a word of any language.

A sheet has a code, columns by code with a unit, and rows; surfaces put codes into words, draw the chart that the
sheet names, and write its rows as CSV or XLSX. A note is something that a reader of the figures must know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Value = int | float | str | bool | None


class Unit(StrEnum):
    """What a value is, and so how people read it."""

    COUNT = "count"
    SHARE = "share"  # 0.25 is 25 %
    NUMBER = "number"  # with two decimals
    SMALL = "small"  # a probability of chance: three decimals, and "<0.001"
    MONEY = "money"  # minor units
    DAYS = "days"
    MONTH = "month"  # 2026-03
    DATE = "date"  # 2026-03-31
    TEXT = "text"  # as it is
    TRAITS = "traits"  # what sets a group apart: `spend:high,recency_days:low`
    RULE = "rule"  # conditions on columns: `spend > 99068 AND purchases <= 3`, money in minor units
    WORD = "word"  # a code that surfaces have words for
    TIER = "tier"  # an id of the programme
    MEMBER = "member"  # a member's number


@dataclass(frozen=True)
class Column:
    """A column of a sheet: a code for its title, and what its values are."""

    code: str
    unit: Unit


@dataclass(frozen=True)
class Note:
    """Something to keep in mind, by code, with what fills it."""

    code: str
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A table. `chart` says how it is drawn: `bar`, `line`, `flow`, `heat`, or not at all.

    A bar or line draws the columns that `drawn` names over the first one: without any, all of the unit of the second.
    A flow has three columns: from, to, and how many. A heat map has the third column over the first two.
    """

    code: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: str = ""
    notes: tuple[Note, ...] = ()
    key: str = ""
    drawn: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from others of the same result: its code, and its key where several share the code."""
        return f"{self.code}.{self.key}" if self.key else self.code


@dataclass(frozen=True)
class Made:
    """Tables of a programme that were kept: as of which day, when and how long it took, and of how many members."""

    as_of: date
    made_at: int
    took_ms: int
    members: int
    covered: int
    digest: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]


def sheet_of(
    code: str, columns: Sequence[tuple[str, Unit]], rows: Sequence[Sequence[Value]], chart: str = "", **more: Any
) -> Sheet:
    """A sheet from pairs of code and unit, rows, and further fields."""
    return Sheet(code, tuple(Column(*one) for one in columns), tuple(tuple(row) for row in rows), chart, **more)


def as_data(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Sheets as what JSON can hold."""
    return [
        {
            "code": one.code,
            "key": one.key,
            "columns": [{"code": column.code, "unit": column.unit.value} for column in one.columns],
            "rows": [list(row) for row in one.rows],
            "chart": one.chart,
            "drawn": list(one.drawn),
            "notes": notes_as_data(one.notes),
        }
        for one in sheets
    ]


def from_data(data: Sequence[Mapping[str, Any]]) -> tuple[Sheet, ...]:
    """What `as_data` made, as sheets again."""
    return tuple(
        Sheet(
            code=one["code"],
            columns=tuple(Column(column["code"], Unit(column["unit"])) for column in one["columns"]),
            rows=tuple(tuple(row) for row in one["rows"]),
            chart=one["chart"],
            notes=notes_from_data(one["notes"]),
            key=one["key"],
            drawn=tuple(one["drawn"]),
        )
        for one in data
    )


def notes_as_data(notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Notes as what JSON can hold."""
    return [{"code": one.code, "params": dict(one.params)} for one in notes]


def notes_from_data(data: Sequence[Mapping[str, Any]]) -> tuple[Note, ...]:
    """What `notes_as_data` made, as notes again."""
    return tuple(Note(one["code"], one["params"]) for one in data)
