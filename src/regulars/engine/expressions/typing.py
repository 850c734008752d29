"""Kinds: what literals become when they meet a column, and what may be calculated with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation
from regulars.engine.expressions.vocabulary import LARGEST_VALUE, NUMERIC, Kind

_ARTICLES = {
    Kind.TEXT: "a text",
    Kind.INTEGER: "a whole number",
    Kind.MONEY: "money",
    Kind.POINTS: "points",
    Kind.BOOLEAN: "a condition",
    Kind.TIER: "a tier",
    Kind.NUMBER: "a number",
    Kind.NULL: "null",
}


def called(node: Node) -> str:
    """The node's kind as a message names it."""
    return _ARTICLES[node.kind]


def unify(nodes: Sequence[Node], scope: Scope) -> list[Node]:
    """The nodes with one kind and scale: literals take those of the columns they meet.

    Refuses mixed kinds, texts that are no tier where a tier is meant, and decimals that the kind does not have.
    """
    fixed = [node for node in nodes if not _adoptable(node, nodes)]
    if not fixed:
        return [settle(node) for node in nodes]
    first = fixed[0]
    for node in fixed[1:]:
        if (node.kind, node.scale) != (first.kind, first.scale):
            raise _mixed(first, node)
    return [node if not _adoptable(node, nodes) else _adopt(node, first, scope) for node in nodes]


def settle(node: Node) -> Node:
    """A number that met nothing with a kind is a whole number."""
    if node.kind is not Kind.NUMBER:
        return node
    return _scaled(node, Kind.INTEGER, 1, "A number by itself is a whole number.")


def number(value: Decimal, position: int) -> Node:
    """A number as written, without a kind yet."""
    return Node(Operation.LITERAL, Kind.NUMBER, value=value, position=position)


def whole(value: int, kind: Kind, scale: int, position: int) -> Node:
    """A literal in the smallest unit of its kind."""
    node = Node(Operation.LITERAL, kind, value=value, scale=scale, lowest=value, highest=value, position=position)
    return bounded(node)


def bounded(node: Node) -> Node:
    """The node, if its numbers are safe in 64 bits."""
    if max(abs(node.lowest), abs(node.highest)) < LARGEST_VALUE:
        return node
    raise ExpressionError(
        "This calculation can become too large.",
        "With the largest values its parts can have, it would leave the range of exact 64-bit numbers.",
        "Multiply by smaller numbers or leave out a factor.",
        node.position,
    )


def need_numbers(nodes: Sequence[Node]) -> None:
    """Refuses nodes that cannot be calculated with."""
    for node in nodes:
        if node.kind not in NUMERIC:
            raise ExpressionError(
                f"Here is {called(node)} where a number is needed.",
                "Only whole numbers, money and points can be calculated with or put in order.",
                "Use a column that holds a number.",
                node.position,
            )


def need_kind(node: Node, kind: Kind) -> None:
    """Refuses a node of another kind."""
    if node.kind is not kind:
        raise ExpressionError(
            f"Here is {called(node)} where {_ARTICLES[kind]} is needed.",
            "Each operator and function works on values of certain kinds.",
            "Compare it with a value, as in amount >= 100." if kind is Kind.BOOLEAN else "Use a column of that kind.",
            node.position,
        )


def _adoptable(node: Node, nodes: Sequence[Node]) -> bool:
    """Whether the node is a literal that takes the kind of the others."""
    if node.kind in (Kind.NUMBER, Kind.NULL):
        return True
    is_text = node.operation is Operation.LITERAL and node.kind is Kind.TEXT
    return is_text and any(other.kind is Kind.TIER for other in nodes)


def _adopt(node: Node, model: Node, scope: Scope) -> Node:
    if node.kind is Kind.NULL:
        return replace(node, kind=model.kind, scale=model.scale)
    if node.kind is Kind.TEXT:
        return _tier(node, scope)
    if model.kind not in NUMERIC:
        raise _mixed(model, node)
    return _scaled(node, model.kind, model.scale, f"{called(model).capitalize()} has {_decimals(model.scale)} here.")


def _tier(node: Node, scope: Scope) -> Node:
    tier = str(node.value)
    if tier not in scope.tiers:
        raise ExpressionError(
            f"There is no tier {tier!r}.",
            "A tier is compared with the id of a tier of this programme.",
            f"Use one of {', '.join(scope.tiers)}.",
            node.position,
        )
    return whole(scope.tiers.index(tier), Kind.TIER, 1, node.position)


def _scaled(node: Node, kind: Kind, scale: int, why: str) -> Node:
    written = cast("Decimal", node.value)
    scaled = written * scale
    if scaled != int(scaled):
        raise ExpressionError(
            f"The number {written} has too many decimals.", why, "Write it with fewer decimals.", node.position
        )
    return whole(int(scaled), kind, scale, node.position)


def _decimals(scale: int) -> str:
    count = len(str(scale)) - 1
    return "no decimals" if count == 0 else f"at most {count} decimal{'s' if count > 1 else ''}"


def _mixed(one: Node, other: Node) -> ExpressionError:
    if one.kind is other.kind:
        return ExpressionError(
            "Here points of wallets with different decimals meet.",
            "They are kept in different smallest units.",
            "Compare each with a number by itself.",
            other.position,
        )
    return ExpressionError(
        f"Here {called(one)} meets {called(other)}.",
        "Only values of one kind can be compared, added or chosen from.",
        "Compare each with a value of its own kind.",
        other.position,
    )
