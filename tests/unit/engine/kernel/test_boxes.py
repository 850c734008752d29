"""Boxes keep the kinds of their fields, not the values with which they were first made."""

from numba.core import types

from regulars.engine.kernel.boxes import _BoxType


def test_a_field_is_of_a_kind_not_of_a_value() -> None:
    box = _BoxType((("number", types.literal(5)), ("row", types.int64[:])))
    assert dict(box._fields) == {"number": types.int64, "row": types.int64[:]}
