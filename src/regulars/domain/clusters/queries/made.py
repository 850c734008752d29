"""The last groups: their tables, and the files of members behind them."""

from __future__ import annotations

from typing import Any

from regulars.domain.clusters.errors import ClustersMissing
from regulars.domain.clusters.models import ClusterRun
from regulars.domain.clusters.types import Standing
from regulars.platform.dated import Results
from regulars.platform.sheets import Made, from_data, notes_from_data

KIND = "clusters"


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def find_made(programme_id: int) -> Made | None:
    """The last groups of a programme, if there are some. One statement."""
    row = ClusterRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        return None
    figures = (row.as_of, row.made_at, row.took_ms, row.members, row.covered, row.digest)
    return Made(*figures, from_data(row.sheets), notes_from_data(row.notes))


def last_made(programme_id: int) -> Made:
    """The same; raises ClustersMissing."""
    found = find_made(programme_id)
    if found is None:
        raise ClustersMissing
    return found


def standing_of(code: str, member: int) -> Standing | None:
    """The groups of a member in the newest results and at the ends of months before; None where there are none."""
    results = results_of(code)
    days = results.days()
    row: dict[str, Any] | None = results.member(days[0], member) if days else None
    if row is None:
        return None
    before = [(day, int(str(cluster))) for day, cluster in results.history(member, days[1:], "cluster")]
    return Standing(member, days[0], row["cluster"], row["cluster_name"], row["leaf"] or None, "", tuple(before))
