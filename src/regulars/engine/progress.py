"""How far members are: metrics as of a day, and what the next tier asks for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from regulars.engine.advance import reading_room
from regulars.engine.compile import CompiledProgramme
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.tree import Node, Operation, conjuncts, push_not_down
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.kernel.read import read_metrics
from regulars.engine.programme.scope import scope_of
from regulars.engine.states import Integers, States

_MOST_WAYS = 8
_THRESHOLDS = (Operation.GE, Operation.GT, Operation.LE, Operation.LT)


@dataclass(frozen=True)
class Requirement:
    """One thing a tier asks for: a metric to reach `need`. Both numbers are in units of 1 / `scale`."""

    metric_id: str
    have: int
    need: int
    scale: int

    @property
    def met(self) -> bool:
        """Whether the metric is there."""
        return self.have >= self.need

    @property
    def missing(self) -> int:
        """What is missing, in units of 1 / `scale`; 0 when met."""
        return max(self.need - self.have, 0)


@dataclass(frozen=True)
class TierPath:
    """One way to a tier: all its requirements have to be met. `others` holds conditions that are no thresholds."""

    requirements: tuple[Requirement, ...]
    others: tuple[str, ...] = ()


def metric_values(programme: CompiledProgramme, states: States, day: int) -> Integers:
    """The members' metrics as seen from a local day: int64[members, metrics], in each metric's smallest unit."""
    values = np.zeros((len(states.members), len(programme.metric_ids)), dtype=np.int64)
    if values.size:
        nothing = np.zeros_like(states.lot_offsets)
        bare = states._replace(  # metrics are in the progress alone
            lots=states.lots[:0], lot_offsets=nothing, draws=states.draws[:0], draw_offsets=nothing
        )
        read_metrics(reading_room(programme.plan, bare), bare, day, values)
    return values


def tier_paths(programme: CompiledProgramme, tier: int, values: Integers) -> tuple[TierPath, ...]:
    """The ways to enter a tier, for a member with these metric values (int64[metrics])."""
    return _paths(programme, programme.document.ladder.tiers[tier].enter, values)


def all_paths(programme: CompiledProgramme) -> tuple[tuple[TierPath, ...], ...]:
    """The ways to enter each tier, for somebody who has nothing yet."""
    nothing = np.zeros(len(programme.metric_ids), dtype=np.int64)
    return tuple(tier_paths(programme, tier, nothing) for tier in range(len(programme.tier_ids)))


def keep_paths(programme: CompiledProgramme, tier: int, values: Integers) -> tuple[TierPath, ...]:
    """The ways to keep a tier at the next review."""
    step = programme.document.ladder.tiers[tier]
    return _paths(programme, step.keep or step.enter, values)


def _paths(programme: CompiledProgramme, text: str | None, values: Integers) -> tuple[TierPath, ...]:
    """A condition as alternatives of requirements."""
    if text is None:
        return ()
    root = push_not_down(read(text, scope_of(programme.document).members_only()))
    return tuple(_path(option, text, values) for option in _alternatives(root))


def _alternatives(node: Node) -> list[list[Node]]:
    """The ways in which a condition may hold, each the parts that must hold together.

    `(a or b) and c` is two ways, as long as there are few: a condition that would be many stays one way as it is.
    """
    if node.operation is Operation.OR:
        return [option for argument in node.arguments for option in _alternatives(argument)]
    if node.operation is not Operation.AND:
        return [[node]]
    options = [_alternatives(part) for part in conjuncts(node)]
    if prod(map(len, options)) > _MOST_WAYS:
        return [list(conjuncts(node))]
    return [[part for option in chosen for part in option] for chosen in product(*options)]


def _path(option: list[Node], text: str, values: Integers) -> TierPath:
    """One way; of several thresholds on a metric the highest counts."""
    requirements: dict[str, Requirement] = {}
    others = False
    for part in option:
        requirement = _requirement(part, values)
        if requirement is None:
            others = True
        elif requirement.need >= requirements.get(requirement.metric_id, requirement).need:
            requirements[requirement.metric_id] = requirement
    return TierPath(tuple(requirements.values()), (text,) if others else ())


def _requirement(part: Node, values: Integers) -> Requirement | None:
    """A comparison of a metric with a number, read as a threshold; None for anything else."""
    if part.operation not in _THRESHOLDS:
        return None
    metric, threshold = part.arguments
    if part.operation in (Operation.LE, Operation.LT):  # 500 <= spend
        metric, threshold = threshold, metric
    name = metric.name
    if name is None or name.opcode != Opcode.METRIC or not isinstance(threshold.value, int):
        return None
    need = threshold.value + (1 if part.operation in (Operation.GT, Operation.LT) else 0)
    return Requirement(name.id, int(values[name.index]), need, name.scale)
