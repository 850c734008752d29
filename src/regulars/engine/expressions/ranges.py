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
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.texts import Language

_FLIPPED = {
    Operation.LT: Operation.GT,
    Operation.LE: Operation.GE,
    Operation.GT: Operation.LT,
    Operation.GE: Operation.LE,
    Operation.EQ: Operation.EQ,
}


_MEASURES = (Opcode.METRIC, Opcode.BALANCE)


@dataclass(frozen=True)
class Threshold:
    """A measure that has to reach a number, in its smallest unit; `written` is the number in the unit as written.

    `when` holds the conditions it stands with that measure nothing, such as a segment: thresholds of one segment
    say nothing of another.
    """

    name: str
    least: int
    written: str
    when: frozenset[Node] = frozenset()

    def measures_as(self, other: Threshold) -> bool:
        """Whether both speak of the same measure of the same members."""
        return (self.name, self.when) == (other.name, other.when)


@dataclass(frozen=True)
class _Asked:
    """What the parts read so far leave of a name: a range of numbers, or some written values."""

    lowest: int
    highest: int
    values: frozenset[Value] | None = None

    def nothing_left(self) -> bool:
        return self.lowest > self.highest or self.values == frozenset()


def thresholds(text: str, scope: Scope) -> list[Threshold]:
    """The `measure >= number` of a condition, wherever they stand in it; measures are metrics and balances."""
    return list(_thresholds(push_not_down(read(text, scope)), frozenset()))


def _thresholds(node: Node, when: frozenset[Node]) -> Iterator[Threshold]:
    if node.operation is Operation.OR:
        for argument in node.arguments:
            yield from _thresholds(argument, when)
    elif node.operation is Operation.AND:
        guards = when | {part for part in conjuncts(node) if all(name.opcode not in _MEASURES for name in part.names())}
        for part in conjuncts(node):
            yield from _thresholds(part, guards)
    else:
        for name, operation, value in _comparisons(node):
            if operation in (Operation.GE, Operation.GT) and isinstance(value, int) and name.opcode in _MEASURES:
                least = value + (operation is Operation.GT)
                yield Threshold(name.id, least, str(Decimal(value) / name.scale), when)


def never_holds(text: str, scope: Scope) -> dict[Language, str] | None:
    """Why a condition can plainly never hold, in both languages, or None. What it does not see may still never hold."""
    asked: dict[str, _Asked] = {}
    for part in conjuncts(push_not_down(read(text, scope))):
        if part.operation is Operation.LITERAL and part.value is False:
            return {"en": "One of its parts is false.", "zh": "其中一部分恒为假。"}
        for name, left in _asked_by(part):
            before = asked.get(name.id, _Asked(name.lowest, name.highest))
            asked[name.id] = _both(before, left)
            if asked[name.id].nothing_left():
                return {
                    "en": f"No value of {name.id} can meet what it asks.",
                    "zh": f"{name.id} 的任何值都无法满足要求。",
                }
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
