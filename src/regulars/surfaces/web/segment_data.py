"""Segments as data for programs."""

from __future__ import annotations

from typing import Any

from regulars.domain.segments.types import SegmentView


def segment_data(one: SegmentView) -> dict[str, Any]:
    """A segment."""
    return {
        "code": one.code,
        "name": one.name,
        "about": one.about,
        "kind": one.kind.value,
        "expression": one.expression,
        "version": one.number,
        "members": one.size,
        "share": one.share,
        "as_of": one.as_of,
        "archived": one.archived,
    }
