"""Versions with their drafts, reviews and activations; what is wrong with a draft, and what it changes."""

from dataclasses import asdict
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from regulars.domain.programmes.errors import ProgrammeInvalid, VersionMissing
from regulars.domain.programmes.models import Activation, ProgrammeVersion
from regulars.domain.programmes.policy import (
    changes_between,
    compare_findings,
    line_changes,
    placed,
    running_pilot,
    version_for_all,
)
from regulars.domain.programmes.queries.live import schedule, version
from regulars.domain.programmes.queries.views import activation_record, version_rows, view_of
from regulars.domain.programmes.types import (
    ActivationRecord,
    Comparison,
    Pilot,
    PlacedFinding,
    VersionView,
)
from regulars.engine.errors import Finding, ProgrammeRefused
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from regulars.platform import clock

MARGIN_US = 60_000_000
"""How long before its start an activation is known: by then every batch that began before it has been committed."""


def list_versions(programme_id: int) -> list[VersionView]:
    """All versions of a programme, drafts included, newest first."""
    return [view_of(row) for row in version_rows().filter(programme_id=programme_id).order_by("-number")]


def find_version(programme_id: int, number: int) -> VersionView:
    """A version by its number; raises VersionMissing."""
    row = version_rows().filter(programme_id=programme_id, number=number).first()
    if row is None:
        raise VersionMissing(number=number)
    return view_of(row)


def text_of(version_id: int) -> str:
    """The text of a version as its author wrote it; raises VersionMissing."""
    text = ProgrammeVersion.objects.filter(pk=version_id).values_list("text", flat=True).first()
    if text is None:
        raise VersionMissing(number=version_id)
    return text


def findings_of(programme_id: int, text: str) -> list[PlacedFinding]:
    """All that is to say about a text as the next version: by itself, and against what is in force or scheduled.

    Findings about its shape come alone, for nothing else can be said of it then.
    """
    try:
        document = load_programme(text)
    except ProgrammeRefused as refused:
        return placed(refused.findings, text)
    return placed([*find_problems(document, _today(document)), *changed_findings(programme_id, document)], text)


def _today(document: Programme) -> date | None:
    """The local day of the programme's zone; None where it names none."""
    try:
        return clock.now().astimezone(ZoneInfo(document.time_zone)).date()
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def changed_findings(programme_id: int, document: Programme) -> list[Finding]:
    """Findings against the versions that the next one follows: that for everybody, and the one on pilot."""
    plan = schedule(programme_id)
    followed = [one.version_id for one in (version_for_all(plan), running_pilot(plan)) if one is not None]
    found = [finding for one in followed for finding in compare_findings(version(one).document, document)]
    return list(dict.fromkeys(found))


def document_of(version_id: int) -> Programme:
    """The document of a version; that of a draft is read from its text. Raises ProgrammeInvalid, VersionMissing."""
    row = ProgrammeVersion.objects.filter(pk=version_id).values_list("document", "text").first()
    if row is None:
        raise VersionMissing(number=version_id)
    if row[0] is not None:
        return version(version_id).document
    try:
        return load_programme(row[1])
    except ProgrammeRefused as refused:
        raise ProgrammeInvalid(findings=[asdict(finding) for finding in refused.findings]) from refused


def compare(before_id: int, after_id: int) -> Comparison:
    """Two versions, part by part and line by line; a draft has to be readable (ProgrammeInvalid).

    Texts of which one is JSON and the other YAML are written alike before their lines are compared.
    """
    before, after = document_of(before_id), document_of(after_id)
    texts = [text_of(before_id), text_of(after_id)]
    if len({text.lstrip().startswith("{") for text in texts}) > 1:
        texts = [document_text(before), document_text(after)]
    return Comparison(before, after, tuple(changes_between(before, after)), tuple(line_changes(*texts)))


def document_text(document: Programme) -> str:
    """A document as YAML, without what is left at its default."""
    content = document.model_dump(mode="json", exclude_defaults=True)
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    return text


def list_activations(programme_id: int) -> list[ActivationRecord]:
    """Everything that came or will come into force, and what was cancelled; latest start first."""
    rows = (
        Activation.objects.filter(programme_id=programme_id)
        .select_related("version", "cancellation")
        .defer("version__document", "version__text")
        .order_by("-starts_at", "-id")
    )
    return [activation_record(row) for row in rows]


def earliest_start(programme_id: int) -> int:
    """The earliest instant, in microseconds, at which a further activation may start.

    A minute after now, and after everything that is scheduled.
    """
    starts = [one.starts_at for one in schedule(programme_id).activations]
    return max(clock.now_us() + MARGIN_US, *(start + 1 for start in starts))


def pilot(programme_id: int) -> Pilot | None:
    """The pilot that is running or scheduled, with the version that everybody else is on."""
    plan = schedule(programme_id)
    running, base = running_pilot(plan), version_for_all(plan)
    if running is None or base is None:
        return None
    views = {row.pk: view_of(row) for row in version_rows().filter(pk__in=[running.version_id, base.version_id])}
    return Pilot(views[running.version_id], views[base.version_id], running)
