"""Other executors of expressions: two databases, and a plain reading of the kernel's postfix code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

import duckdb

from regulars.engine.expressions import Code
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.numbers import stable_number
from tests.property.expressions import ATTRIBUTES, columns

Rows = list[dict[str, Any]]

_TYPES = {"text": "VARCHAR", "boolean": "BOOLEAN"}


def in_duckdb(select: str, rows: Rows) -> list[Any]:
    """The column that a selected expression makes of rows in DuckDB."""
    return _run(duckdb.connect(), select, rows)


def in_sqlite(select: str, rows: Rows) -> list[Any]:
    """The column that a selected expression makes of rows in SQLite."""
    return _run(sqlite3.connect(":memory:"), select, rows)


def _run(connection: Any, select: str, rows: Rows) -> list[Any]:
    fields = ", ".join(f'"{name}" {_TYPES.get(kind, "BIGINT")}' for name, kind in columns().items())
    try:
        connection.execute(f"CREATE TABLE events (place BIGINT, {fields})")
        marks = ", ".join("?" for _ in range(len(columns()) + 1))
        for place, row in enumerate(rows):
            connection.execute(f"INSERT INTO events VALUES ({marks})", [place, *(row[name] for name in columns())])
        return [value for (value,) in connection.execute(f"SELECT {select} FROM events ORDER BY place").fetchall()]
    finally:
        connection.close()


_BINARY: dict[int, Callable[[int, int], int]] = {
    Opcode.ADD: add,
    Opcode.SUB: sub,
    Opcode.MUL: mul,
    Opcode.EQ: eq,
    Opcode.NE: ne,
    Opcode.LT: lt,
    Opcode.LE: le,
    Opcode.GT: gt,
    Opcode.GE: ge,
    Opcode.AND: lambda one, other: one & other,
    Opcode.OR: lambda one, other: one | other,
    Opcode.MIN: min,
    Opcode.MAX: max,
}


def _loaded(value: int | str | None) -> int:
    """A value of the member as the kernel has it: texts by their number, 0 for one that is not known."""
    return stable_number(value) if isinstance(value, str) else int(value or 0)


def run_code(code: Code, masks: list[int], row: dict[str, Any]) -> int:
    """What postfix code leaves on the stack for one row; `masks` are its columns' values in that row."""
    names = {
        (Opcode.TIER, 0): "tier",
        (Opcode.DAYS_AS_MEMBER, 0): "days_as_member",
        (Opcode.BIRTHDAY_MONTH, 0): "birthday_month",
        (Opcode.BALANCE, 0): "balance_points",
        (Opcode.METRIC, 0): "visits",
        (Opcode.METRIC, 1): "spend",
        (Opcode.METRIC, 2): "earned_points",
        **{(Opcode.ATTRIBUTE, index): name for index, name in enumerate(ATTRIBUTES)},
    }
    stack: list[int] = []
    for opcode, argument in code.operations:
        if opcode == Opcode.CONST:
            stack.append(argument)
        elif opcode == Opcode.COLUMN:
            stack.append(masks[argument])
        elif opcode == Opcode.NEG:
            stack.append(-stack.pop())
        elif opcode == Opcode.NOT:
            stack.append(1 - stack.pop())
        elif opcode in _BINARY:
            right, left = stack.pop(), stack.pop()
            stack.append(int(_BINARY[opcode](left, right)))
        else:
            stack.append(_loaded(row[names[Opcode(opcode), argument]]))
    (result,) = stack
    return result
