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
from regulars.engine.texts import Language

Both = dict[Language, str]

_CALLED: dict[Kind, Both] = {
    Kind.TEXT: {"en": "a text", "zh": "文本"},
    Kind.INTEGER: {"en": "a whole number", "zh": "整数"},
    Kind.MONEY: {"en": "money", "zh": "金额"},
    Kind.POINTS: {"en": "points", "zh": "积分"},
    Kind.BOOLEAN: {"en": "a condition", "zh": "条件"},
    Kind.TIER: {"en": "a tier", "zh": "等级"},
    Kind.NUMBER: {"en": "a number", "zh": "数字"},
    Kind.NULL: {"en": "null", "zh": "null"},
}
_COMPARE: Both = {"en": "Compare it with a value, as in amount >= 100.", "zh": "与某个值比较，例如 amount >= 100。"}
_OTHER_COLUMN: Both = {"en": "Use a column of that kind.", "zh": "使用该类型的列。"}


def called(node: Node) -> Both:
    """The node's kind as messages name it."""
    return _CALLED[node.kind]


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
    return _scaled(node, Kind.INTEGER, 1, {"en": "A number by itself is a whole number.", "zh": "单独的数字是整数。"})


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
    raise ExpressionError("calculation_too_large", node.position)


def need_numbers(nodes: Sequence[Node]) -> None:
    """Refuses nodes that cannot be calculated with."""
    for node in nodes:
        if node.kind not in NUMERIC:
            raise ExpressionError("number_needed", node.position, kind=called(node))


def need_kind(node: Node, kind: Kind) -> None:
    """Refuses a node of another kind."""
    if node.kind is not kind:
        mend = _COMPARE if kind is Kind.BOOLEAN else _OTHER_COLUMN
        raise ExpressionError("kind_needed", node.position, kind=called(node), wanted=_CALLED[kind], mend=mend)


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
    return _scaled(node, model.kind, model.scale, _decimals(model))


def _tier(node: Node, scope: Scope) -> Node:
    tier = str(node.value)
    if tier not in scope.tiers:
        raise ExpressionError("tier_unknown", node.position, tier=tier, listed=", ".join(scope.tiers))
    return whole(scope.tiers.index(tier), Kind.TIER, 1, node.position)


def _scaled(node: Node, kind: Kind, scale: int, why: Both) -> Node:
    written = cast("Decimal", node.value)
    scaled = written * scale
    if scaled != int(scaled):
        raise ExpressionError("decimals_of_kind", node.position, number=written, why=why)
    return whole(int(scaled), kind, scale, node.position)


def _decimals(model: Node) -> Both:
    """How many decimals a number has that meets the node."""
    count, kind = len(str(model.scale)) - 1, called(model)
    english = f"at most {count} decimal{'s' if count > 1 else ''}" if count else "no decimals"
    chinese = f"最多有 {count} 位小数" if count else "没有小数"
    return {"en": f"{kind['en'].capitalize()} has {english} here.", "zh": f"此处的{kind['zh']}{chinese}。"}


def _mixed(one: Node, other: Node) -> ExpressionError:
    if one.kind is other.kind:
        return ExpressionError("points_of_two_sizes", other.position)
    return ExpressionError("kinds_meet", other.position, one=called(one), other=called(other))
