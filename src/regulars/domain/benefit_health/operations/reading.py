"""Making and keeping reports: at the command line, or in a job with the history brought up to date first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from regulars.domain.benefit_health.models import QuarterReport
from regulars.domain.benefit_health.policy.flagging import flagged, gradient_flags
from regulars.domain.benefit_health.policy.keeping import as_data
from regulars.domain.benefit_health.policy.measuring import Counted, measured
from regulars.domain.benefit_health.policy.quarters import named_quarter
from regulars.domain.benefit_health.queries import counted_in
from regulars.domain.benefit_health.types import HealthReport
from regulars.domain.programmes.queries import live_programme, text_of, versions_by_id
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.time import date_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView

READ = "benefit_health.read"
"""The kind of the job that reads the benefits of one programme."""


def ask_for_health(programme_id: int, quarter: str = "", actor: str = "") -> int | None:
    """Let a job copy what is new into the history and read it: its number, or None while one waits or runs.

    Raises QuarterInvalid.
    """
    named_quarter(quarter, _today(programme_id))
    payload = {"programme": programme_id, "quarter": quarter}
    return jobs.enqueue(READ, payload, key=f"programme {programme_id}", actor=actor)


def health_job(programme_id: int) -> JobView | None:
    """The newest job that reads or read the benefits of a programme."""
    return jobs.newest_job(READ, programme=programme_id)


def read_health(programme_id: int, quarter: str = "") -> HealthReport:
    """Read the benefits that stood in a quarter, empty: the last that is over, and keep the report on it.

    A report on the same quarter that was kept before makes room. Raises QuarterInvalid, and
    HistoryMissing where the history was never copied.
    """
    live = live_programme(programme_id)
    counted = counted_in(live, named_quarter(quarter, _today(programme_id)))
    report = _report(live, counted)
    row = {"version_id": report.version_id, "made_at": report.made_at, "result": as_data(report)}
    with transaction.atomic():
        QuarterReport.objects.update_or_create(programme_id=programme_id, quarter=report.quarter.name, defaults=row)
    return report


def _report(live: LiveProgramme, counted: Counted) -> HealthReport:
    """What the counted comes to, with flags and what may help the version in force now."""
    text = text_of(live.version_id)
    numbers = {key: one.number for key, one in versions_by_id(counted.versions).items()}
    days, starts_on = counted.uses["used_on"].sort(), counted.quarter.starts_on
    within = days.filter(days >= starts_on).len()
    report = HealthReport(
        version=live.number,
        version_id=live.version_id,
        quarter=counted.quarter,
        made_at=clock.now_us(),
        members=counted.people.members.height,
        versions=tuple(numbers[key] for key in counted.versions),
        uses=within,
        uses_before=days.len() - within,
        recorded_from=days[0] if within == days.len() > 0 else None,
        benefits=tuple(measured(live.document, counted)),
        gradient=tuple(gradient_flags(text)),
    )
    return replace(report, benefits=tuple(flagged(report.benefits, text, recorded=report.is_recorded)))


def _today(programme_id: int) -> date:
    """The local day of the programme."""
    return date_of(live_programme(programme_id).compiled.zone.day_of(clock.now_us()))
