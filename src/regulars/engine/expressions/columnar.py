"""Trees as Polars expressions, for the part of an expression that does not depend on the member's past."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, and_, eq, ge, gt, le, lt, mul, ne, or_, sub
from typing import cast

import polars as pl

from regulars.engine.expressions.tree import Node, Operation
from regulars.engine.expressions.vocabulary import Kind, Name

_INFIX: dict[Operation, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    Operation.AND: and_,
    Operation.OR: or_,
    Operation.EQ: eq,
    Operation.NE: ne,
    Operation.LT: lt,
    Operation.LE: le,
    Operation.GT: gt,
    Operation.GE: ge,
    Operation.ADD: add,
    Operation.SUB: sub,
    Operation.MUL: mul,
}
_PREFIX: dict[Operation, Callable[[pl.Expr], pl.Expr]] = {
    Operation.NOT: lambda value: ~value,
    Operation.IS_NULL: lambda value: value.is_null(),
    Operation.NEG: lambda value: -value,
    Operation.ABS: lambda value: value.abs(),
    Operation.LOWER: lambda value: value.str.to_lowercase(),
    Operation.UPPER: lambda value: value.str.to_uppercase(),
    Operation.LENGTH: lambda value: value.str.len_chars().cast(pl.Int64),
}
_VARIADIC: dict[Operation, Callable[[list[pl.Expr]], pl.Expr]] = {
    Operation.LEAST: pl.min_horizontal,
    Operation.GREATEST: pl.max_horizontal,
    Operation.COALESCE: pl.coalesce,
}
_DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.BOOLEAN: pl.Boolean(),
}


def column_of(node: Node) -> pl.Expr:
    """The values of a node over a frame, one per row even if the node is the same for all rows; null as in SQL."""
    if node.places():
        return _value(node)
    return pl.repeat(_value(node), pl.len(), dtype=_dtype(node))


def holds(node: Node) -> pl.Expr:
    """Whether a condition holds, per row, without nulls: what is unknown does not hold."""
    return column_of(node).fill_null(value=False)


def integers(node: Node) -> pl.Expr:
    """The values of a number or condition as Int64, null as 0."""
    return column_of(node).cast(pl.Int64).fill_null(0)


def _dtype(node: Node) -> pl.DataType:
    return _DTYPES.get(node.kind, pl.Int64())


def _value(node: Node) -> pl.Expr:
    if node.operation is Operation.NAME:
        return pl.col(cast("Name", node.name).id)
    if node.operation is Operation.LITERAL:
        return pl.lit(node.value, dtype=_dtype(node))
    if node.operation is Operation.IN:
        return _value(node.arguments[0]).is_in([item.value for item in node.arguments[1:]])
    if node.operation is Operation.LIKE:
        return _value(node.arguments[0]).str.contains(_pattern(str(node.arguments[1].value)))
    values = [_value(argument) for argument in node.arguments]
    if node.operation in _PREFIX:
        return _PREFIX[node.operation](values[0])
    if node.operation in _VARIADIC:
        return _VARIADIC[node.operation](values)
    if node.operation is Operation.CASE:
        return _case(values)
    return reduce(_INFIX[node.operation], values)


def _case(values: list[pl.Expr]) -> pl.Expr:
    """The first value whose condition holds; built from the last pair to the first."""
    result = values[-1]
    for index in range(len(values) - 3, -1, -2):
        result = pl.when(values[index]).then(values[index + 1]).otherwise(result)
    return result


def _pattern(like: str) -> str:
    """A `like` pattern as a regular expression over the whole text."""
    parts = {"%": ".*", "_": "."}
    return "(?s)^" + "".join(parts.get(letter) or pl.escape_regex(letter) for letter in like) + "$"
