"""Saving grids: shown before they are saved, kept in the audit trail, and taken back by saving what was before."""

from __future__ import annotations

import polars as pl
from django.db import transaction

from regulars.domain.rfm.errors import RfmNothingToUndo
from regulars.domain.rfm.models import RfmGrid
from regulars.domain.rfm.policy.classing import CLASS, ORDER, classed
from regulars.domain.rfm.policy.grids import as_data, checked
from regulars.domain.rfm.queries.grids import current_grid, grid_before
from regulars.domain.rfm.queries.made import newest_values
from regulars.domain.rfm.types import Grid, GridVersion
from regulars.platform import audit, clock

SAVED, UNDONE = "rfm_grid_saved", "rfm_grid_undone"


def preview_grid(code: str, grid: Grid) -> tuple[dict[str, int], dict[str, int]]:
    """Members of each class in the newest results, and what they would be by another grid; RfmMissing without any.

    The window of the results stays: another one shows only after a refresh.
    """
    values = newest_values(code)
    return _sizes(values), _sizes(classed(values, checked(grid)))


@transaction.atomic
def save_grid(programme_id: int, grid: Grid, actor: str, reason: str = "") -> GridVersion:
    """Let a grid be the one in use; raises RfmGridInvalid. Classes follow at the next refresh."""
    return _saved(programme_id, checked(grid), actor, reason, SAVED)


@transaction.atomic
def undo_grid(programme_id: int, actor: str) -> GridVersion:
    """Take the last grid back: the one before is saved as a new one; raises RfmNothingToUndo."""
    if current_grid(programme_id).number == 0:
        raise RfmNothingToUndo
    before = grid_before(programme_id)
    return _saved(programme_id, before.grid, actor, "", UNDONE)


def _saved(programme_id: int, grid: Grid, actor: str, reason: str, action: str) -> GridVersion:
    before = current_grid(programme_id).number
    RfmGrid.objects.create(
        programme_id=programme_id,
        number=before + 1,
        grid=as_data(grid),
        saved_at=clock.now_us(),
        saved_by=actor,
        reason=reason,
    )
    audit.record(actor, action, f"programme {programme_id}", {"before": before, "number": before + 1})
    return current_grid(programme_id)


def _sizes(values: pl.DataFrame) -> dict[str, int]:
    found = dict(values.group_by(pl.col(CLASS).cast(pl.String)).len().iter_rows())
    return {one.value: found.get(one.value, 0) for one in ORDER}
