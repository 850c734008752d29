"""SQL expressions as closures over a row: one event or line at a time, with SQL's null.

A syntax tree of sqlglot is walked once and becomes a function of a row, a dict of column names to values. Unknown
is None. Money is a `Fraction` of currency units, so that literals need no scaling; a tier is its place on the ladder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from operator import itemgetter
from typing import Any

import sqlglot
from sqlglot import exp

Row = Mapping[str, Any]
Function = Callable[[Row], Any]

LINE_MONEY = {"line_amount", "line_discount", "line_tax", "line_instruments"}
LINE_COLUMNS = {"sku", "category", "department", "brand", "quantity"} | LINE_MONEY
MONEY_COLUMNS = {"amount", "discount", "tax", "delivery", "instruments"} | LINE_MONEY

UNKNOWN_TEXT = object()
"""A text nobody has told of a member: it is null, and differs from every text."""


@dataclass(frozen=True)
class Part:
    """A part of a condition and the names in it."""

    function: Function
    names: frozenset[str]


@dataclass(frozen=True)
class Condition:
    """A condition split into what is asked of each line and what is asked once."""

    of_lines: tuple[Function, ...]
    of_event: tuple[Part, ...]

    def holds(self, row: Row) -> bool:
        """Whether the parts that do not speak of lines hold."""
        return all(part.function(row) is True for part in self.of_event)

    def holds_without(self, names: Collection[str], row: Row) -> bool:
        """Whether the parts hold that speak neither of lines nor of these names."""
        return all(part.function(row) is True for part in self.of_event if not part.names & set(names))

    def chosen(self, lines: Sequence[Row]) -> list[Row]:
        """The lines of which every part about lines holds."""
        return [line for line in lines if all(part(line) is True for part in self.of_lines)]


@dataclass(frozen=True)
class Amount:
    """A number to be summed: its function, whether it speaks of lines, whether it is money."""

    value: Function
    over_lines: bool
    is_money: bool


@cache
def condition_of(text: str | None, tiers: tuple[str, ...]) -> Condition:
    """The condition written in `text`; none always holds."""
    if text is None:
        return Condition((), ())
    parts = list(_conjuncts(sqlglot.parse_one(text)))
    return Condition(
        of_lines=tuple(_function(part, tiers) for part in parts if _names(part) & LINE_COLUMNS),
        of_event=tuple(Part(_function(part, tiers), _names(part)) for part in parts if not _names(part) & LINE_COLUMNS),
    )


@cache
def amount_of(text: str) -> Amount:
    """The amount written in `text`."""
    node = sqlglot.parse_one(text)
    return Amount(_function(node, ()), bool(_names(node) & LINE_COLUMNS), _is_money(node))


def _names(node: exp.Expr) -> frozenset[str]:
    return frozenset(column.name for column in node.find_all(exp.Column))


def _conjuncts(node: exp.Expr, *, negated: bool = False) -> Iterable[exp.Expr]:
    """The parts of a conjunction; `not (a or b)` is two parts as well."""
    if isinstance(node, exp.Paren):
        yield from _conjuncts(node.this, negated=negated)
    elif isinstance(node, exp.Not):
        yield from _conjuncts(node.this, negated=not negated)
    elif isinstance(node, exp.Or if negated else exp.And):
        yield from _conjuncts(node.left, negated=negated)
        yield from _conjuncts(node.right, negated=negated)
    else:
        yield exp.Not(this=node.copy()) if negated else node


def _is_money(node: exp.Expr) -> bool:
    match node:
        case exp.Column():
            return node.name in MONEY_COLUMNS
        case exp.Paren() | exp.Neg() | exp.Abs():
            return _is_money(node.this)
        case exp.Add() | exp.Sub() | exp.Mul():
            return _is_money(node.left) or _is_money(node.right)
        case exp.Least() | exp.Greatest() | exp.Coalesce():
            return any(_is_money(part) for part in (node.this, *node.expressions))
        case exp.Case():
            return any(_is_money(part) for part in _case_results(node))
    return False


def _case_results(node: exp.Expr) -> list[exp.Expr]:
    default = node.args.get("default")
    return [branch.args["true"] for branch in node.args["ifs"]] + ([default] if default else [])


def _function(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    """The function of a syntax tree."""
    return BUILDERS.get(type(node), _strict)(node, tiers)


def _paren(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    return _function(node.this, tiers)


def _column(node: exp.Expr, _tiers: tuple[str, ...]) -> Function:
    return itemgetter(node.name)


def _written(node: exp.Expr, _tiers: tuple[str, ...]) -> Function:
    """A text, a number, true, false or null, as written."""
    if isinstance(node, exp.Null):
        return _constant(None)
    if isinstance(node, exp.Boolean) or node.is_string:
        return _constant(node.this)
    return _constant(int(node.this) if node.this.isdigit() else Fraction(node.this))


def _not(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    inner = _function(node.this, tiers)
    return lambda row: None if (value := inner(row)) is None else not value


def _constant(value: Any) -> Function:
    return lambda _row: value


def _all(nodes: Iterable[exp.Expr], tiers: tuple[str, ...]) -> tuple[Function, ...]:
    return tuple(_function(node, tiers) for node in nodes)


def _operands(nodes: Sequence[exp.Expr], tiers: tuple[str, ...]) -> tuple[Function, ...]:
    """Functions of operands that are compared; beside the column `tier`, texts name a place on the ladder."""
    if not any(isinstance(node, exp.Column) and node.name == "tier" for node in nodes):
        return _all(nodes, tiers)
    return tuple(_constant(tiers.index(node.this)) if node.is_string else _function(node, tiers) for node in nodes)


def _connective(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    """AND and OR: one decisive side is enough, whatever is unknown on the other."""
    left, right = _all((node.this, node.expression), tiers)
    decisive = isinstance(node, exp.Or)

    def value(row: Row) -> bool | None:
        sides = left(row), right(row)
        if decisive in sides:
            return decisive
        return None if None in sides else not decisive

    return value


def _is(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    operand = _function(node.this, tiers)
    if isinstance(node.expression, exp.Null):
        return lambda row: operand(row) in (None, UNKNOWN_TEXT)
    wanted = bool(node.expression.this)
    return lambda row: operand(row) is wanted


def _in(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    operand, *choices = _operands([node.this, *node.expressions], tiers)

    def value(row: Row) -> bool | None:
        wanted = operand(row)
        found = [choice(row) for choice in choices]
        if wanted is None:
            return None
        if wanted in found:
            return True
        return None if None in found else False

    return value


def _between(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    operand, low, high = _operands([node.this, node.args["low"], node.args["high"]], tiers)

    def value(row: Row) -> bool | None:
        number, least, most = operand(row), low(row), high(row)
        if number is None:
            return None
        above = None if least is None else number >= least
        below = None if most is None else number <= most
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    return value


def _like(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    operand = _function(node.this, tiers)
    wildcards = {"%": ".*", "_": "."}
    letters = (wildcards.get(letter, re.escape(letter)) for letter in node.expression.this)
    pattern = re.compile("".join(letters), re.DOTALL)
    return lambda row: None if (text := operand(row)) is None else pattern.fullmatch(text) is not None


def _choice(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    """COALESCE, LEAST and GREATEST pass over what is unknown."""
    parts = _all((node.this, *node.expressions), tiers)
    choices: dict[type[exp.Expr], Callable[[list[Any]], Any]] = {exp.Least: min, exp.Greatest: max}
    choose = choices.get(type(node), itemgetter(0))

    def value(row: Row) -> Any:
        known = [value for part in parts if (value := part(row)) is not None]
        return choose(known) if known else None

    return value


def _case(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    branches = [_all((branch.this, branch.args["true"]), tiers) for branch in node.args["ifs"]]
    default = _function(node.args.get("default") or exp.Null(), tiers)

    def value(row: Row) -> Any:
        for condition, result in branches:
            if condition(row) is True:
                return result(row)
        return default(row)

    return value


STRICT: dict[type[exp.Expr], Callable[..., Any]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Neg: lambda a: -a,
    exp.Abs: abs,
    exp.Lower: str.lower,
    exp.Upper: str.upper,
    exp.Length: len,
}
"""Operators and functions that are unknown as soon as one operand is."""


def _strict(node: exp.Expr, tiers: tuple[str, ...]) -> Function:
    operate = STRICT[type(node)]
    operands = [node.this]
    if isinstance(node, exp.Binary):
        operands.append(node.expression)
    functions = _operands(operands, tiers)

    def value(row: Row) -> Any:
        values = [function(row) for function in functions]
        return None if None in values else operate(*values)

    return value


BUILDERS: dict[type[exp.Expr], Callable[[exp.Expr, tuple[str, ...]], Function]] = {
    exp.Paren: _paren,
    exp.Column: _column,
    exp.Literal: _written,
    exp.Boolean: _written,
    exp.Null: _written,
    exp.And: _connective,
    exp.Or: _connective,
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like,
    exp.Case: _case,
    exp.Coalesce: _choice,
    exp.Least: _choice,
    exp.Greatest: _choice,
}
"""How each kind of node becomes a function; the others are unknown as soon as an operand is."""
