"""Boxes: the groups of arrays in `layout`, handed from function to function by one pointer when compiled.

A tuple of fifty arrays passed by value makes Numba compile for minutes; a box makes it seconds. An array in a box can
be replaced by a larger one. Uncompiled, a group is its own box.
"""

from __future__ import annotations

import os
from dataclasses import fields
from typing import Any

from numba.core import types
from numba.experimental import structref

from regulars.engine.kernel import views
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Columns, Groups, Member, Out, Plan, Work
from regulars.engine.states import Integers


class _BoxType(types.StructRef):
    """The Numba type of a box; fields are stored as they come."""

    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


@structref.register
class _PlanType(_BoxType):
    pass


@structref.register
class _ColumnsType(_BoxType):
    pass


@structref.register
class _MemberType(_BoxType):
    pass


@structref.register
class _OutType(_BoxType):
    pass


@structref.register
class _WorkType(_BoxType):
    pass


def _box(name: str, kind: type[types.StructRef], names: tuple[str, ...]) -> Any:
    proxy = type(name, (structref.StructRefProxy,), {"__module__": __name__})
    structref.define_constructor(proxy, kind, list(names))
    return proxy


def _names(group: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(group))


PlanBox: Any = Plan
ColumnsBox: Any = Columns
MemberBox: Any = Member
OutBox: Any = Out
WorkBox: Any = Work


def _same(box: Work) -> Work:
    return box


viewed: Any = _same
if os.environ.get("NUMBA_DISABLE_JIT", "0") == "0":
    viewed = views.viewed
    PlanBox = _box("PlanBox", _PlanType, Plan._fields)
    ColumnsBox = _box("ColumnsBox", _ColumnsType, Columns._fields)
    MemberBox = _box("MemberBox", _MemberType, _names(Member))
    OutBox = _box("OutBox", _OutType, _names(Out))
    WorkBox = _box("WorkBox", _WorkType, _names(Work))


@compiled
def boxed(groups: Groups) -> Work:
    """The arrays of a batch in one box."""
    return WorkBox(PlanBox(*groups.plan), ColumnsBox(*groups.columns), MemberBox(*groups.member), OutBox(*groups.out))


@compiled
def hold(box: Work) -> None:
    """Nothing: what is named here has been held until now."""


@compiled
def unboxed(out: Out) -> tuple[Integers, ...]:
    """The arrays of the answer as they are now."""
    return (
        out.transactions,
        out.uses,
        out.changes,
        out.goals,
        out.refusals,
        out.lots,
        out.progress,
        out.draws,
        out.lot_offsets,
        out.progress_offsets,
        out.draw_offsets,
        out.written,
    )
