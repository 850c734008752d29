"""Views of boxes: bare pointers by which the functions of the kernel reach its arrays.

Numba counts references to a box, and to an array in it, each time either is named; the counting, which is atomic, took
three quarters of the kernel's time. Through a view nothing is counted: a view is good while its box is held, and an
array read through it until it is replaced by a larger one.
"""

from __future__ import annotations

import hashlib
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic


class ViewType(types.Type):
    """The Numba type of a view of a box of type `box`.

    Its name stands in the name of every compiled function, so it is a digest of the box's, which lists all fields.
    """

    def __init__(self, box: types.StructRef) -> None:
        self.box = box
        super().__init__(name=f"View_{hashlib.sha256(str(box).encode()).hexdigest()[:12]}")


@register_default(ViewType)
class _ViewModel(models.OpaqueModel):
    """A pointer to the fields of the box."""


def _kind_of(_attributes: AttributeTemplate, view: ViewType, name: str) -> types.Type | None:
    kind = view.box.field_dict.get(name)
    return ViewType(kind) if isinstance(kind, types.StructRef) else kind


@infer_getattr
class _ViewAttributes(AttributeTemplate):
    """A field that is a box is read as a view of it, any other as it is."""

    key = ViewType
    generic_resolve: Any = _kind_of


@intrinsic
def viewed(_typing: Any, box: types.StructRef) -> Any:
    """A view of a box, which the caller holds on to."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> ir.Value:
        return _fields_of(context, builder, signature.args[0], arguments[0])

    return ViewType(box)(box), generate


@lower_getattr_generic(ViewType)
def _read(context: Any, builder: Any, view: ViewType, value: ir.Value, name: str) -> ir.Value:
    """The field as it is now; an array without its owner, so that nobody counts."""
    field = getattr(_opened(context, builder, view, value), name)
    kind = view.box.field_dict[name]
    if isinstance(kind, types.StructRef):
        return _fields_of(context, builder, kind, field)
    model = context.data_model_manager[kind]
    for owner in (model.get_field_position("meminfo"), model.get_field_position("parent")):
        field = builder.insert_value(field, cgutils.get_null_value(field.type.elements[owner]), owner)
    return field


@lower_setattr_generic(ViewType)
def _replace(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    """Put another array in the place of one, which is given up."""
    view, kind = signature.args
    fields = _opened(context, builder, view, arguments[0])
    before = getattr(fields, name)
    context.nrt.incref(builder, kind, arguments[1])
    setattr(fields, name, arguments[1])
    context.nrt.decref(builder, kind, before)


def _fields_of(context: Any, builder: Any, box: types.StructRef, value: ir.Value) -> ir.Value:
    """The pointer to the fields of a box."""
    owner = cgutils.create_struct_proxy(box)(context, builder, value=value).meminfo
    return builder.bitcast(context.nrt.meminfo_data(builder, owner), cgutils.voidptr_t)


def _opened(context: Any, builder: Any, view: ViewType, value: ir.Value) -> Any:
    """The fields behind a view, to be read and written."""
    fields = view.box.get_data_type()
    place = context.data_model_manager[fields].get_value_type().as_pointer()
    return cgutils.create_struct_proxy(fields)(context, builder, ref=builder.bitcast(value, place))
