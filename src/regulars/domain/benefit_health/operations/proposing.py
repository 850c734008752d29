"""A proposed change becomes a draft of the programme."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.benefit_health.errors import HealthChangeMissing, HealthOutdated
from regulars.domain.benefit_health.models import OpenedChange
from regulars.domain.benefit_health.policy.flagging import changed_text
from regulars.domain.benefit_health.queries import find_health
from regulars.domain.programmes.operations import create_draft
from regulars.domain.programmes.queries import live_programme, text_of
from regulars.domain.programmes.types import NewDraft, VersionView
from regulars.platform import clock


@transaction.atomic
def open_change(programme_id: int, key: str, reason: str, actor: str, quarter: str = "") -> VersionView:
    """Make a draft of `actor` with a change that the report on a quarter proposes, empty: the newest that was read.

    It is kept beside the report. Raises HealthMissing, HealthChangeMissing, and HealthOutdated where another version
    has come into force since.
    """
    report, live = find_health(programme_id, quarter), live_programme(programme_id)
    if report.version_id != live.version_id:
        raise HealthOutdated(number=live.number)
    change = next((one for one in report.changes() if one.key == key), None)
    text = None if change is None else changed_text(text_of(live.version_id), change)
    if change is None or text is None:
        raise HealthChangeMissing(change=key[:100])
    draft = create_draft(NewDraft(programme_id, text, reason, live.number), actor)
    OpenedChange.objects.create(
        programme_id=programme_id,
        quarter=report.quarter.name,
        kind=change.kind.value,
        target=change.target[:200],
        number=draft.number,
        opened_at=clock.now_us(),
        opened_by=actor,
    )
    return draft
