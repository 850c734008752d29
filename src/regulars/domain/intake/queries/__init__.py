"""Reading for intake: what events are read against, how imports stand, what a redemption may cost."""

from regulars.domain.intake.queries.imports import (
    bad_cells,
    file_import,
    find_interrupted,
    find_row,
    folder,
    list_imports,
    reconciled_rows,
    reconciliation_path,
    report_path,
    view_of,
)
from regulars.domain.intake.queries.parking import parked_bodies
from regulars.domain.intake.queries.quoting import quote
from regulars.domain.intake.queries.reading import reading_of

__all__ = [
    "bad_cells",
    "file_import",
    "find_interrupted",
    "find_row",
    "folder",
    "list_imports",
    "parked_bodies",
    "quote",
    "reading_of",
    "reconciled_rows",
    "reconciliation_path",
    "report_path",
    "view_of",
]
