"""The reports that are kept, by quarter, and what has become of changes that they proposed."""

from __future__ import annotations

from datetime import date

import polars as pl

from regulars.domain.benefit_health.errors import HealthMissing
from regulars.domain.benefit_health.models import OpenedChange, QuarterReport
from regulars.domain.benefit_health.policy.keeping import from_data
from regulars.domain.benefit_health.policy.quarters import named_quarter, quarter_before, quarters_between
from regulars.domain.benefit_health.types import Change, ChangeKind, HealthReport, Opened, QuarterRead
from regulars.domain.history.queries import find_manifest, folder_of, scan
from regulars.domain.history.types import Table
from regulars.domain.programmes.queries import list_versions, live_programme, schedule
from regulars.engine.time import date_of
from regulars.platform import clock

MOST_QUARTERS = 40
"""As many quarters are offered to be read: ten years."""
_MOST_OPENED = 50
_QUARTERS_OF_A_YEAR = 4


def find_health(programme_id: int, quarter: str = "") -> HealthReport:
    """The report on a quarter, empty: the newest quarter that was read; raises HealthMissing. One statement."""
    rows = QuarterReport.objects.filter(programme_id=programme_id, **({"quarter": quarter} if quarter else {}))
    row = rows.order_by("-quarter").first()
    if row is None:
        raise HealthMissing
    return from_data(row.result)


def health_before(programme_id: int, report: HealthReport) -> HealthReport | None:
    """The report on the quarter before; None where that was not read."""
    try:
        return find_health(programme_id, quarter_before(report.quarter).name)
    except HealthMissing:
        return None


def quarters_read(programme_id: int) -> list[QuarterRead]:
    """The quarters of which there are reports, newest first. One statement."""
    rows = QuarterReport.objects.filter(programme_id=programme_id).order_by("-quarter")
    return [_read(row) for row in rows[:MOST_QUARTERS]]


def quarters_offered(programme_id: int) -> list[str]:
    """The quarters that can be read, newest first: those that are over, from the first event of the history on.

    Where nothing was copied yet, those of a year.
    """
    live = live_programme(programme_id)
    last = named_quarter("", date_of(live.compiled.zone.day_of(clock.now_us())))
    folder = folder_of(live.code)
    manifest = find_manifest(folder)
    if manifest is None:
        return [one.name for one in quarters_between(date.min, last, _QUARTERS_OF_A_YEAR)]
    first = scan(folder, manifest, Table.EVENTS).select(pl.col("occurred_at").min()).collect(engine="streaming").item()
    began = last.starts_on if first is None else date_of(live.compiled.zone.day_of(first))
    return [one.name for one in quarters_between(began, last, MOST_QUARTERS)]


def opened_changes(programme_id: int, report: HealthReport) -> list[Opened]:
    """Changes that this report and earlier ones proposed and somebody opened, newest first; five statements at most."""
    name = report.quarter.name
    rows = list(
        OpenedChange.objects.filter(programme_id=programme_id, quarter__lte=name).order_by("-quarter", "-id")[
            :_MOST_OPENED
        ]
    )
    if not rows:
        return []
    versions = {one.number: one for one in list_versions(programme_id)}
    begins: dict[int, int] = {}
    for one in schedule(programme_id).activations:
        begins.setdefault(one.version_id, one.starts_at)
    kept = QuarterReport.objects.filter(programme_id=programme_id, quarter__in={row.quarter for row in rows})
    reports = {row.quarter: from_data(row.result) for row in kept}
    return [
        Opened(
            quarter=row.quarter,
            change=(change := Change(ChangeKind(row.kind), row.target)),
            number=row.number,
            state=versions[row.number].state,
            in_force_at=begins.get(versions[row.number].version_id),
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            then=reports[row.quarter].named(change.target) if row.quarter in reports else None,
            now=report.named(change.target),
        )
        for row in rows
    ]


def _read(row: QuarterReport) -> QuarterRead:
    report = from_data(row.result)
    flags = sum(len(one.flags) for one in report.benefits) + len(report.gradient)
    return QuarterRead(row.quarter, row.made_at, len(report.benefits), flags, report.uses)
