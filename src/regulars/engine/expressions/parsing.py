"""From text to a typed tree: sqlglot reads the SQL, and only what the vocabulary lists gets through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions import building
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation, boolean
from regulars.engine.expressions.typing import number
from regulars.engine.expressions.vocabulary import FUNCTIONS, Kind
from regulars.engine.texts.near import near

MOST_NODES = 500
MOST_NESTING = 20
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")

Reader = Callable[[exp.Expr, Scope], Node]


def read(text: str, scope: Scope) -> Node:
    """The typed tree of an expression. Raises `ExpressionError` with the place of the first thing that is wrong."""
    return read_tree(parse(text), scope)


@lru_cache(maxsize=1024)
def parse(text: str) -> exp.Expr:
    """The tree of a text, not to be changed: it is kept, since variants of a programme have most texts in common."""
    try:
        statements = sqlglot.parse(text, dialect="postgres")
    except ParseError as error:
        raise _not_sql(text, error) from error
    except SqlglotError as error:
        raise ExpressionError("not_complete") from error
    except RecursionError as error:
        raise _too_long() from error
    tree = statements[0] if statements else None
    if tree is None or len(statements) > 1:
        raise ExpressionError("not_one")
    if sum(1 for _ in tree.walk()) > MOST_NODES or _nesting(tree) > MOST_NESTING:
        raise _too_long()
    return tree


def _not_sql(text: str, error: ParseError) -> ExpressionError:
    first = error.errors[0]
    lines = text.splitlines(keepends=True)[: max(first["line"] - 1, 0)]
    position = sum(len(line) for line in lines) + max(first["col"] - len(first["highlight"]), 0)
    return ExpressionError("not_sql", position, near=first["highlight"])


def _too_long() -> ExpressionError:
    return ExpressionError("too_long", nodes=MOST_NODES, nesting=MOST_NESTING)


def _nesting(tree: exp.Expr) -> int:
    """How many brackets, functions, `not` and `case` stand in each other at most."""
    deepest, waiting = 0, [(tree, 0)]
    while waiting:
        node, level = waiting.pop()
        level += isinstance(node, exp.Paren | exp.Not | exp.Case | exp.Func) and not isinstance(node, exp.Connector)
        deepest = max(deepest, level)
        waiting.extend((child, level) for child in node.iter_expressions())
    return deepest


def read_tree(tree: exp.Expr, scope: Scope) -> Node:
    """The typed node of one sqlglot node; refuses kinds of nodes, and parts of them, that are not listed."""
    found = _READERS.get(type(tree))
    if found is None:
        raise _not_listed(tree)
    reader, parts = found
    if any(value for part, value in tree.args.items() if part not in parts):
        raise _not_listed(tree)
    node = reader(tree, scope)
    return node if node.position else replace(node, position=position_of(tree))


def position_of(tree: exp.Expr) -> int:
    """The offset of the first thing in the text that belongs to the node."""
    return min((node.meta["start"] for node in tree.walk() if "start" in node.meta), default=0)


def _not_listed(tree: exp.Expr) -> ExpressionError:
    if isinstance(tree, exp.Anonymous | exp.Func) and not isinstance(tree, exp.Cast):
        called = tree.name if isinstance(tree, exp.Anonymous) else tree.sql_name().lower()
        listed = ", ".join(function.id for function in FUNCTIONS)
        return ExpressionError("function_unknown", position_of(tree), name=called, listed=listed)
    if isinstance(tree, exp.Div | exp.Mod):
        return ExpressionError("division_unknown", position_of(tree))
    return ExpressionError("form_unknown", position_of(tree), text=tree.sql(dialect="postgres")[:60])


def _column(tree: exp.Expr, scope: Scope) -> Node:
    word = tree.name.lower()
    name = scope.names.get(word)
    if name is not None:
        return Node(Operation.NAME, name.kind, name=name, scale=name.scale, lowest=name.lowest, highest=name.highest)
    position = position_of(tree)
    if word in scope.hidden:
        raise ExpressionError("name_hidden", position, name=word, reason=scope.hidden[word])
    raise ExpressionError("name_unknown", position, name=word, near=near(word, scope.names))


def _literal(tree: exp.Expr, _scope: Scope) -> Node:
    position = position_of(tree)
    if tree.args["is_string"]:
        return Node(Operation.LITERAL, Kind.TEXT, value=tree.name, position=position)
    if not _NUMBER.fullmatch(tree.name):
        raise ExpressionError("number_unreadable", position, text=tree.name[:40])
    return number(Decimal(tree.name), position)


def _truth(tree: exp.Expr, _scope: Scope) -> Node:
    return Node(Operation.LITERAL, Kind.BOOLEAN, value=bool(tree.this))


def _null(_tree: exp.Expr, _scope: Scope) -> Node:
    return Node(Operation.LITERAL, Kind.NULL)


def _paren(tree: exp.Expr, scope: Scope) -> Node:
    return read_tree(tree.this, scope)


def _all_or_any(operation: Operation) -> Reader:
    def reader(tree: exp.Expr, scope: Scope) -> Node:
        connector = cast("exp.Connector", tree)
        return building.connect(operation, [read_tree(part, scope) for part in connector.flatten()])

    return reader


def _not(tree: exp.Expr, scope: Scope) -> Node:
    return building.connect(Operation.NOT, [read_tree(tree.this, scope)])


def _compare(operation: Operation) -> Reader:
    def reader(tree: exp.Expr, scope: Scope) -> Node:
        return building.compare(operation, read_tree(tree.this, scope), read_tree(tree.expression, scope), scope)

    return reader


def _between(tree: exp.Expr, scope: Scope) -> Node:
    subject = read_tree(tree.this, scope)
    low = building.compare(Operation.GE, subject, read_tree(tree.args["low"], scope), scope)
    high = building.compare(Operation.LE, subject, read_tree(tree.args["high"], scope), scope)
    return boolean(Operation.AND, low, high)


def _in(tree: exp.Expr, scope: Scope) -> Node:
    return building.among(read_tree(tree.this, scope), [read_tree(item, scope) for item in tree.expressions], scope)


def _like(tree: exp.Expr, scope: Scope) -> Node:
    node = building.like(read_tree(tree.this, scope), read_tree(tree.expression, scope))
    return boolean(Operation.NOT, node) if tree.args.get("negate") else node


def _is(tree: exp.Expr, scope: Scope) -> Node:
    if not isinstance(tree.expression, exp.Null):
        raise _not_listed(tree)
    node = boolean(Operation.IS_NULL, read_tree(tree.this, scope))
    return boolean(Operation.NOT, node) if tree.args.get("negate") else node


def _sum(operation: Operation) -> Reader:
    def reader(tree: exp.Expr, scope: Scope) -> Node:
        return building.add(operation, read_tree(tree.this, scope), read_tree(tree.expression, scope), scope)

    return reader


def _product(tree: exp.Expr, scope: Scope) -> Node:
    return building.multiply(read_tree(tree.this, scope), read_tree(tree.expression, scope))


def _negative(tree: exp.Expr, scope: Scope) -> Node:
    return building.negative(read_tree(tree.this, scope))


def _call(operation: Operation) -> Reader:
    def reader(tree: exp.Expr, scope: Scope) -> Node:
        arguments = [read_tree(part, scope) for part in (tree.this, *tree.expressions)]
        return building.call(operation, arguments, scope, position_of(tree))

    return reader


def _case(tree: exp.Expr, scope: Scope) -> Node:
    subject = None if tree.this is None else read_tree(tree.this, scope)
    conditions, values = [], []
    for branch in tree.args["ifs"]:
        condition = read_tree(branch.this, scope)
        if subject is not None:
            condition = building.compare(Operation.EQ, subject, condition, scope)
        conditions.append(condition)
        values.append(read_tree(branch.args["true"], scope))
    default = tree.args.get("default")
    values.append(_null(tree, scope) if default is None else read_tree(default, scope))
    return building.case(conditions, values, scope)


_BOTH = {"this", "expression"}
_CALL = {"this", "expressions"}
_READERS: dict[type[exp.Expr], tuple[Reader, set[str]]] = {
    exp.Column: (_column, {"this"}),
    exp.Literal: (_literal, {"this", "is_string"}),
    exp.Boolean: (_truth, {"this"}),
    exp.Null: (_null, set()),
    exp.Paren: (_paren, {"this"}),
    exp.And: (_all_or_any(Operation.AND), _BOTH),
    exp.Or: (_all_or_any(Operation.OR), _BOTH),
    exp.Not: (_not, {"this"}),
    exp.EQ: (_compare(Operation.EQ), _BOTH),
    exp.NEQ: (_compare(Operation.NE), _BOTH),
    exp.LT: (_compare(Operation.LT), _BOTH),
    exp.LTE: (_compare(Operation.LE), _BOTH),
    exp.GT: (_compare(Operation.GT), _BOTH),
    exp.GTE: (_compare(Operation.GE), _BOTH),
    exp.Between: (_between, {"this", "low", "high"}),
    exp.In: (_in, _CALL),
    exp.Like: (_like, {*_BOTH, "negate"}),
    exp.Is: (_is, {*_BOTH, "negate"}),
    exp.Add: (_sum(Operation.ADD), _BOTH),
    exp.Sub: (_sum(Operation.SUB), _BOTH),
    exp.Mul: (_product, _BOTH),
    exp.Neg: (_negative, {"this"}),
    exp.Abs: (_call(Operation.ABS), {"this"}),
    exp.Least: (_call(Operation.LEAST), {*_CALL, "ignore_nulls"}),
    exp.Greatest: (_call(Operation.GREATEST), {*_CALL, "ignore_nulls"}),
    exp.Coalesce: (_call(Operation.COALESCE), _CALL),
    exp.Lower: (_call(Operation.LOWER), {"this"}),
    exp.Upper: (_call(Operation.UPPER), {"this"}),
    exp.Length: (_call(Operation.LENGTH), {"this"}),
    exp.Case: (_case, {"this", "ifs", "default"}),
}
