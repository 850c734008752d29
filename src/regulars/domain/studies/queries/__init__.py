"""Reading studies: lists, one with its answer, members of its comparisons, histories, links, studies of a version."""

from regulars.domain.studies.queries.documents import compiled, parameters_of, searching, text_with_value
from regulars.domain.studies.queries.histories import (
    checked_rows,
    find_history,
    history_file,
    list_histories,
    own_history,
)
from regulars.domain.studies.queries.links import list_links, shared_study
from regulars.domain.studies.queries.shifts import iterate_shifts, list_shifts
from regulars.domain.studies.queries.studies import answered_study, is_answered, list_studies, study
from regulars.domain.studies.queries.versions import studies_of_version

__all__ = [
    "answered_study",
    "checked_rows",
    "compiled",
    "find_history",
    "history_file",
    "is_answered",
    "iterate_shifts",
    "list_histories",
    "list_links",
    "list_shifts",
    "list_studies",
    "own_history",
    "parameters_of",
    "searching",
    "shared_study",
    "studies_of_version",
    "study",
    "text_with_value",
]
