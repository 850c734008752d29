"""The audit trail: who did what to what, when, and with which particulars. Rows are added and never changed.

`record` writes within the transaction of the deed, so that the trail tells of exactly what was done. Particulars
name things by their ids; they hold no personal data, for nothing can be taken out of the trail again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regulars.platform import clock
from regulars.platform.models import AuditEntry
from regulars.platform.paging import Page, PageRequest, page_of

_MOST_CHOICES = 500


@dataclass(frozen=True)
class AuditLine:
    """One deed. `recorded_at` is in microseconds since 1970 UTC; `subject` reads like `programme club version 2`."""

    id: int
    recorded_at: int
    actor: str
    action: str
    subject: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class AuditFilter:
    """What a list of deeds is narrowed to; empty fields narrow nothing. `recorded_before` is exclusive."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    recorded_from: int | None = None
    recorded_before: int | None = None


def record(actor: str, action: str, subject: str, params: Mapping[str, Any] | None = None) -> None:
    """Add a deed to the trail. `action` is a stable code such as `version_published`; `params` are fit for JSON."""
    AuditEntry.objects.create(
        recorded_at=clock.now_us(), actor=actor, action=action, subject=subject, params=dict(params or {})
    )


def list_entries(request: PageRequest, criteria: AuditFilter | None = None) -> Page[AuditLine]:
    """Deeds that meet the filter, newest first; `subject` is looked for anywhere in the subject."""
    asked = criteria or AuditFilter()
    rows = AuditEntry.objects.order_by("-id")
    after = request.after(1)
    given = {
        "id__lt": after[0] if after else None,
        "actor": asked.actor or None,
        "action": asked.action or None,
        "subject__icontains": asked.subject or None,
        "recorded_at__gte": asked.recorded_from,
        "recorded_at__lt": asked.recorded_before,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    lines = [
        AuditLine(row.pk, row.recorded_at, row.actor, row.action, row.subject, row.params)
        for row in rows[: request.size + 1]
    ]
    return page_of(lines, request, lambda line: (line.id,))


def list_actors() -> list[str]:
    """Everybody who stands in the trail, by name."""
    return list(AuditEntry.objects.order_by("actor").values_list("actor", flat=True).distinct()[:_MOST_CHOICES])


def list_actions() -> list[str]:
    """Every kind of deed that stands in the trail, by code."""
    return list(AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()[:_MOST_CHOICES])
