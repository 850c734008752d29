"""Making groups of members."""

from regulars.domain.clusters.operations.computing import Asked, Computed, compute
from regulars.domain.clusters.operations.refreshing import ask_for_refresh, make_clusters, refresh_job

__all__ = ["Asked", "Computed", "ask_for_refresh", "compute", "make_clusters", "refresh_job"]
