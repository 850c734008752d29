"""Boxes: the groups of arrays in `layout`, handed from function to function by one pointer when compiled.

A tuple of fifty arrays passed by value makes Numba compile for minutes; a box makes it seconds. An array in a box can
be replaced by a larger one. Uncompiled, a box is a plain object with the same fields.
"""

from __future__ import annotations

import os
from typing import Any

from numba.core import types
from numba.experimental import structref

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Columns, Member, Out, Plan, Work


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


def _box(name: str, kind: type[types.StructRef], fields: tuple[str, ...]) -> Any:
    proxy = type(name, (structref.StructRefProxy,), {"__module__": __name__})
    structref.define_constructor(proxy, kind, list(fields))
    return proxy


class _PlainBox:
    """A box for the kernel as plain Python."""

    def __init__(self, names: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self.__dict__.update(zip(names, values, strict=True))


def _plain(kind: Any) -> Any:
    return lambda *values: _PlainBox(kind._fields, values)


if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
    PlanBox, ColumnsBox, MemberBox, OutBox, WorkBox = map(_plain, (Plan, Columns, Member, Out, Work))
else:
    PlanBox = _box("PlanBox", _PlanType, Plan._fields)
    ColumnsBox = _box("ColumnsBox", _ColumnsType, Columns._fields)
    MemberBox = _box("MemberBox", _MemberType, Member._fields)
    OutBox = _box("OutBox", _OutType, Out._fields)
    WorkBox = _box("WorkBox", _WorkType, Work._fields)


@compiled
def boxed(plan: Plan, columns: Columns, member: Member, out: Out) -> Work:
    """The arrays of a batch in one box."""
    return WorkBox(PlanBox(*plan), ColumnsBox(*columns), MemberBox(*member), OutBox(*out))


@compiled
def unboxed(out: Out) -> Out:
    """The arrays of the answer as they are now."""
    return Out(
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
