"""The grid in use, and those before it."""

from __future__ import annotations

from regulars.domain.rfm.models import RfmGrid
from regulars.domain.rfm.policy.grids import first_grid, from_data
from regulars.domain.rfm.types import GridVersion
from regulars.platform.clock import from_us

_FIRST = GridVersion(0, first_grid(), None, "", "")


def current_grid(programme_id: int) -> GridVersion:
    """The grid in use: the newest that was saved, else the one that Regulars begins with. One statement."""
    row = RfmGrid.objects.filter(programme_id=programme_id).order_by("-number").first()
    return _FIRST if row is None else _version(row)


def grid_before(programme_id: int) -> GridVersion:
    """The grid before the one in use. One statement."""
    rows = RfmGrid.objects.filter(programme_id=programme_id).order_by("-number")[1:2]
    return next((_version(row) for row in rows), _FIRST)


def list_grids(programme_id: int, limit: int = 20) -> list[GridVersion]:
    """Grids as they were saved, newest first. One statement."""
    rows = RfmGrid.objects.filter(programme_id=programme_id).order_by("-number")[:limit]
    return [_version(row) for row in rows]


def _version(row: RfmGrid) -> GridVersion:
    return GridVersion(row.number, from_data(row.grid), from_us(row.saved_at), row.saved_by, row.reason)
