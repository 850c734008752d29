"""The conditions of benefits that events grant, ready to be asked, with the names of the events they ask for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from regulars.engine.expressions import Scope, compile_condition
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.tree import Node, Operation, conjuncts, push_not_down
from regulars.engine.programme.model import Programme
from regulars.engine.programme.scope import scope_of


@dataclass(frozen=True)
class Moment:
    """When events grant a benefit. `names`: the events it can be; None: any. `condition` None: nothing else asked."""

    benefit: str
    names: frozenset[str] | None
    condition: pl.Expr | None

    def may_be(self, name: str) -> bool:
        """Whether an event of this name can be the moment."""
        return self.names is None or name in self.names


def compile_moments(programme: Programme) -> tuple[Moment, ...]:
    """The moments of a programme, in document order."""
    scope = scope_of(programme).without_members()
    return tuple(
        Moment(one.id, _names(one.moment.when, scope), compile_condition(one.moment.when, scope).event)
        for one in programme.benefits
        if one.moment is not None
    )


def _names(text: str, scope: Scope) -> frozenset[str] | None:
    """The names that `event` must be one of for the condition to hold, where it says so."""
    for part in conjuncts(push_not_down(read(text, scope))):
        names = _named(part)
        if names is not None:
            return names
    return None


def _named(part: Node) -> frozenset[str] | None:
    if part.operation not in (Operation.EQ, Operation.IN):
        return None
    about = [one for one in part.arguments if one.name is not None]
    values = [one.value for one in part.arguments if one.operation is Operation.LITERAL]
    if len(about) != 1 or about[0].name is None or about[0].name.id != "event":
        return None
    if len(values) != len(part.arguments) - 1:
        return None
    return frozenset(str(value) for value in values)
