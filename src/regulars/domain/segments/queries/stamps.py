"""Which computation the values stand on that an expression names, so that a new one is noticed."""

from __future__ import annotations

from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.motives import queries as motives
from regulars.domain.predictions import queries as predictions
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm import queries as rfm
from regulars.domain.segments.models import Segment
from regulars.domain.segments.queries.words import CLUSTERS, COHORTS, MOTIVES, PREDICTIONS, RFM, TAGS, offered_columns
from regulars.domain.segments.types import Reading
from regulars.domain.tags import queries as tags
from regulars.platform.errors import DomainError


def stamp_of(programme_id: int, reading: Reading) -> str:
    """The newest computation of each source that an expression names, and the segments with their sizes."""
    sources = {one.source for one in offered_columns(programme_id) if one.name in reading.columns}
    told = [f"{source}:{_newest(programme_id, source)}" for source in sorted(sources)]
    rows = Segment.objects.filter(programme_id=programme_id, code__in=reading.segments, kind="static")
    told += [f"{code}:{as_of}" for code, as_of in rows.order_by("code").values_list("code", "as_of")]
    return " ".join(told)[:200]


def _newest(programme_id: int, source: str) -> str:
    code = live_programme(programme_id).code
    try:
        if source == TAGS:
            return str(tags.newest_day(tags.folder_of_tags(code)).made_at)
        if source == RFM:
            return str(rfm.last_made(programme_id).made_at)
        if source == CLUSTERS:
            return str(next(iter(clusters.results_of(code).days()), ""))
        if source == COHORTS:
            return str(cohorts.last_made(programme_id).made_at)
        if source == MOTIVES:
            return str(motives.last_made(programme_id).made_at)
        if source == PREDICTIONS:
            return str(predictions.last_run(programme_id).made_at)
    except DomainError:
        return ""
    return ""
