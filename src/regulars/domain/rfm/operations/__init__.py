"""Computing classes and scores, and saving the grid they are made with."""

from regulars.domain.rfm.operations.computing import Computed, compute
from regulars.domain.rfm.operations.editing import preview_grid, save_grid, undo_grid
from regulars.domain.rfm.operations.refreshing import ask_for_refresh, make_classes, refresh_job

__all__ = [
    "Computed",
    "ask_for_refresh",
    "compute",
    "make_classes",
    "preview_grid",
    "refresh_job",
    "save_grid",
    "undo_grid",
]
