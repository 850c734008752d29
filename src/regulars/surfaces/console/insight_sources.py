"""Where the sheets of insight come from: the last computation of each kind, and the jobs that make them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from regulars.domain.clusters import operations as clusters_operations
from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import operations as cohorts_operations
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.motives import operations as motives_operations
from regulars.domain.motives import queries as motives
from regulars.domain.rfm import operations as rfm_operations
from regulars.domain.rfm import queries as rfm
from regulars.platform.jobs import JobView
from regulars.surfaces.web.insight_data import Made


@dataclass(frozen=True)
class Source:
    """A kind of computation: the last one of a programme, asking for another, and the job that is at it."""

    find: Callable[[int], Made | None]
    ask: Callable[[int, str], int | None]
    job: Callable[[int], JobView | None]


SOURCES: dict[str, Source] = {
    "rfm": Source(rfm.find_made, rfm_operations.ask_for_refresh, rfm_operations.refresh_job),
    "clusters": Source(clusters.find_made, clusters_operations.ask_for_refresh, clusters_operations.refresh_job),
    "motives": Source(motives.find_made, motives_operations.ask_for_refresh, motives_operations.refresh_job),
    "cohorts": Source(cohorts.find_made, cohorts_operations.ask_for_refresh, cohorts_operations.refresh_job),
}
