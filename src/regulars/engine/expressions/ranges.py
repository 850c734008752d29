"""What a condition asks of single names: ranges, written values, thresholds; for findings about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation, Value, conjuncts, push_not_down
from regulars.engine.expressions.vocabulary import NUMERIC, UNSEEN_EVENTS, Name

_FLIPPED = {
    Operation.LT: Operation.GT,
    Operation.LE: Operation.GE,
    Operation.GT: Operation.LT,
    Operation.GE: Operation.LE,
    Operation.EQ: Operation.EQ,
}


@dataclass(frozen=True)
class Threshold:
    """A name that has to reach a number, in its smallest unit; `written` is the number in the unit as written."""

    name: str
    least: int
    written: str


@dataclass(frozen=True)
class _Asked:
    """What the parts read so far leave of a name: a range of numbers, or some written values."""

    lowest: int
    highest: int
    values: frozenset[Value] | None = None

    def nothing_left(self) -> bool:
        return self.lowest > self.highest or self.values == frozenset()


def thresholds(text: str, scope: Scope) -> list[Threshold]:
    """The `name >= number` of a condition, wherever they stand in it."""
    found = []
    for name, operation, value in _comparisons(push_not_down(read(text, scope))):
        if operation in (Operation.GE, Operation.GT) and isinstance(value, int) and name.kind in NUMERIC:
            least = value + (operation is Operation.GT)
            found.append(Threshold(name.id, least, str(Decimal(value) / name.scale)))
    return found


def never_holds(text: str, scope: Scope) -> str | None:
    """Why a condition can plainly never hold, or None. What it does not see may still never hold."""
    asked: dict[str, _Asked] = {}
    for part in conjuncts(push_not_down(read(text, scope))):
        if part.operation is Operation.LITERAL and part.value is False:
            return "One of its parts is false."
        for name, left in _asked_by(part):
            before = asked.get(name.id, _Asked(name.lowest, name.highest))
            asked[name.id] = _both(before, left)
            if asked[name.id].nothing_left():
                return f"No value of {name.id} can meet what it asks."
    return None


def _both(one: _Asked, other: _Asked) -> _Asked:
    values = other.values if one.values is None else one.values
    if one.values is not None and other.values is not None:
        values = one.values & other.values
    return _Asked(max(one.lowest, other.lowest), min(one.highest, other.highest), values)


def _asked_by(part: Node) -> Iterator[tuple[Name, _Asked]]:
    """What one part asks of a name by itself."""
    subject = part.arguments[0] if part.arguments else part
    if part.operation is Operation.IN and subject.name is not None:
        values = frozenset(item.value for item in part.arguments[1:])
        yield subject.name, _of_values(subject.name, values)
    elif part.operation in _FLIPPED:
        for name, operation, value in _comparisons(part):
            yield name, _of_comparison(name, operation, value)


def _of_values(name: Name, values: frozenset[Value]) -> _Asked:
    whole = _Asked(name.lowest, name.highest)
    if name.kind not in NUMERIC:
        return replace(whole, values=values - UNSEEN_EVENTS if name.id == "event" else values)
    possible = frozenset(value for value in values if name.lowest <= cast("int", value) <= name.highest)
    return replace(whole, values=possible)


def _of_comparison(name: Name, operation: Operation, value: Value) -> _Asked:
    if operation is Operation.EQ:
        return _of_values(name, frozenset({value}))
    number = cast("int", value)
    if operation in (Operation.GE, Operation.GT):
        return _Asked(number + (operation is Operation.GT), name.highest)
    return _Asked(name.lowest, number - (operation is Operation.LT))


def _comparisons(node: Node) -> Iterator[tuple[Name, Operation, Value]]:
    """All comparisons of a name with a written value under `and` and `or`, the name on the left."""
    if node.operation in (Operation.AND, Operation.OR):
        for argument in node.arguments:
            yield from _comparisons(argument)
    if node.operation not in _FLIPPED:
        return
    left, right = node.arguments
    if left.name is not None and right.operation is Operation.LITERAL:
        yield left.name, node.operation, right.value
    elif right.name is not None and left.operation is Operation.LITERAL:
        yield right.name, _FLIPPED[node.operation], left.value
