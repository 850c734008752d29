"""Computing motives, and keeping them."""

from regulars.domain.motives.operations.computing import Asked, Computed, compute
from regulars.domain.motives.operations.refreshing import ask_for_refresh, make_motives, refresh_job

__all__ = ["Asked", "Computed", "ask_for_refresh", "compute", "make_motives", "refresh_job"]
