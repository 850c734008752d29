"""The last tables of a programme, and the stages of members behind them."""

from __future__ import annotations

from regulars.domain.cohorts.errors import CohortsMissing
from regulars.domain.cohorts.models import CohortRun
from regulars.domain.cohorts.types import Life, Stage
from regulars.platform.dated import Results
from regulars.platform.sheets import Made, from_data, notes_from_data

KIND = "cohorts"


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def life_of(code: str, member: int) -> Life | None:
    """A member's stage in the newest results and at the ends of months before; None for who never bought."""
    results = results_of(code)
    days = results.days()
    row = results.member(days[0], member) if days else None
    if row is None:
        return None
    before = [(day, Stage(str(stage))) for day, stage in results.history(member, days[1:], "stage")]
    return Life(days[0], Stage(str(row["stage"])), int(str(row["silent"])), tuple(before))


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
