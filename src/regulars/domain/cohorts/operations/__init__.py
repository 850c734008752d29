"""Computing cohorts, stages, tiers in motion, baskets, paths and associations."""

from regulars.domain.cohorts.operations.computing import Asked, Computed, compute
from regulars.domain.cohorts.operations.refreshing import ask_for_refresh, make_cohorts, refresh_job

__all__ = ["Asked", "Computed", "ask_for_refresh", "compute", "make_cohorts", "refresh_job"]
