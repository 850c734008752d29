"""The last tables of a programme."""

from __future__ import annotations

from regulars.domain.cohorts.errors import CohortsMissing
from regulars.domain.cohorts.models import CohortRun
from regulars.platform.sheets import Made, from_data, notes_from_data


def find_made(programme_id: int) -> Made | None:
    """The last tables of a programme, if there are some. One statement."""
    row = CohortRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        return None
    figures = (row.as_of, row.made_at, row.took_ms, row.members, row.covered, row.digest)
    return Made(*figures, from_data(row.sheets), notes_from_data(row.notes))


def last_made(programme_id: int) -> Made:
    """The same; raises CohortsMissing."""
    found = find_made(programme_id)
    if found is None:
        raise CohortsMissing
    return found
