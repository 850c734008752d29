"""Reading programmes: the version in force, what is scheduled, and versions with their drafts and reviews."""

from regulars.domain.programmes.queries.live import (
    find_programme,
    list_programmes,
    live_programme,
    one_version,
    schedule,
    timeline,
    version,
    versions_by_id,
)
from regulars.domain.programmes.queries.versions import (
    compare,
    document_text,
    earliest_start,
    find_version,
    findings_of,
    list_activations,
    list_versions,
    pilot,
    text_of,
)

__all__ = [
    "compare",
    "document_text",
    "earliest_start",
    "find_programme",
    "find_version",
    "findings_of",
    "list_activations",
    "list_programmes",
    "list_versions",
    "live_programme",
    "one_version",
    "pilot",
    "schedule",
    "text_of",
    "timeline",
    "version",
    "versions_by_id",
]
