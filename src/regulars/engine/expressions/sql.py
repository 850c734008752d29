"""Trees as SQL text for DuckDB, PostgreSQL and SQLite, with the meaning they have in the engine.

Columns and member names stand under their own names; money and points are integers in the smallest unit, `tier`
is the level on the ladder, an unknown text of the member is null. Where dialects differ, the text says what
PostgreSQL does.
"""

from __future__ import annotations

from typing import Literal, cast

from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation
from regulars.engine.expressions.typing import settle
from regulars.engine.expressions.vocabulary import Name

Dialect = Literal["duckdb", "postgres", "sqlite"]

_INFIX = {
    Operation.AND: "AND",
    Operation.OR: "OR",
    Operation.EQ: "=",
    Operation.NE: "<>",
    Operation.LT: "<",
    Operation.LE: "<=",
    Operation.GT: ">",
    Operation.GE: ">=",
    Operation.ADD: "+",
    Operation.SUB: "-",
    Operation.MUL: "*",
}
_FORMS = {
    Operation.NOT: "(NOT {})",
    Operation.NEG: "(- {})",
    Operation.IS_NULL: "({} IS NULL)",
    Operation.LIKE: "({} LIKE {})",
}
_WHEN_UNKNOWN = {Operation.EQ: "FALSE", Operation.NE: "TRUE", Operation.IN: "FALSE"}
"""What comparisons of an unknown text of the member answer: it differs from every text."""
_GLOB = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}


def to_sql(text: str, scope: Scope, dialect: Dialect) -> str:
    """The expression as SQL for a dialect. Raises `ExpressionError` as compiling does."""
    return node_sql(settle(read(text, scope)), dialect)


def node_sql(node: Node, dialect: Dialect) -> str:
    if node.operation is Operation.NAME:
        return f'"{cast("Name", node.name).id}"'
    if node.operation is Operation.LITERAL:
        return _literal(node)
    return _operation(node, dialect)


def _operation(node: Node, dialect: Dialect) -> str:
    if node.operation is Operation.LIKE and dialect == "sqlite":
        return _glob(node)
    parts = [node_sql(argument, dialect) for argument in node.arguments]
    if node.operation in _WHEN_UNKNOWN and any(argument.is_member_text() for argument in node.arguments):
        return f"coalesce({_form(node, parts, dialect)}, {_WHEN_UNKNOWN[node.operation]})"
    return _form(node, parts, dialect)


def _form(node: Node, parts: list[str], dialect: Dialect) -> str:
    if node.operation in _INFIX:
        return "(" + f" {_INFIX[node.operation]} ".join(parts) + ")"
    if node.operation in (Operation.LEAST, Operation.GREATEST) and dialect == "sqlite":
        return _extreme(node.operation, parts)
    if node.operation in _FORMS:
        return _FORMS[node.operation].format(*parts)
    if node.operation is Operation.IN:
        return f"({parts[0]} IN ({', '.join(parts[1:])}))"
    if node.operation is Operation.CASE:
        return _case(parts)
    return f"{node.operation.name.lower()}({', '.join(parts)})"


def _literal(node: Node) -> str:
    if node.value is None:
        return "NULL"
    if isinstance(node.value, bool):
        return "TRUE" if node.value else "FALSE"
    if isinstance(node.value, int):
        return str(node.value) if node.value >= 0 else f"({node.value})"
    return "'" + str(node.value).replace("'", "''") + "'"


def _case(parts: list[str]) -> str:
    pairs = zip(parts[:-1:2], parts[1:-1:2], strict=True)
    branches = " ".join(f"WHEN {condition} THEN {value}" for condition, value in pairs)
    return f"(CASE {branches} ELSE {parts[-1]} END)"


def _extreme(operation: Operation, parts: list[str]) -> str:
    """SQLite's min and max answer null if any argument is null: each argument is first filled from the others."""
    filled = [f"coalesce({', '.join([part, *parts[:at], *parts[at + 1 :]])})" for at, part in enumerate(parts)]
    return f"{'min' if operation is Operation.LEAST else 'max'}({', '.join(filled)})"


def _glob(node: Node) -> str:
    """SQLite's LIKE does not tell capitals from small letters, its GLOB does."""
    pattern = "".join(_GLOB.get(letter, letter) for letter in str(node.arguments[1].value))
    return f"({node_sql(node.arguments[0], 'sqlite')} GLOB '{pattern.replace(chr(39), chr(39) * 2)}')"
