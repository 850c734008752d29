"""Computing the tags of a live programme: asked for, done by a job or at once, and noted when it is done."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.models import TagRefresh
from regulars.domain.tags.operations.refreshing import Asked, Progress, refresh_tags
from regulars.domain.tags.queries.days import folder_of_tags
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.queries.made import holders_named, read_rules
from regulars.domain.tags.types import RefreshReport
from regulars.engine.programme.model import Programme
from regulars.platform import clock
from regulars.platform.jobs import JobView, enqueue, newest_job

REFRESH = "tags.refresh"


def ask_for_refresh(programme_id: int, actor: str, *, every: bool = False) -> int | None:
    """Let a job bring the history up to date and compute tags; None where one is at it already."""
    payload = {"programme": programme_id, "every": every}
    return enqueue(REFRESH, payload, key=str(programme_id), actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest refresh of a programme that was asked for."""
    return newest_job(REFRESH, programme=programme_id)


def refresh_programme(
    programme_id: int, *, every: bool = False, progress: Progress = lambda _done, _all: None
) -> RefreshReport:
    """Compute the tags of a programme as of now, over its history as it stands; raises HistoryMissing."""
    live = live_programme(programme_id)
    rules = read_rules(programme_id)
    asked = Asked(
        history=folder_of(live.code),
        zone=live.document.time_zone,
        as_of=clock.now_us(),
        wallets=spendable(live.document),
        definitions=library().definitions,
        folder=folder_of_tags(live.code),
        rules=rules,
        by_hand=holders_named(programme_id, rules),
        every=every,
    )
    report = refresh_tags(asked, progress)
    _note(programme_id, report)
    return report


def spendable(document: Programme) -> tuple[str, ...]:
    """The wallets whose points can be spent."""
    return tuple(one.id for one in document.wallets if one.purpose == "spend")


@transaction.atomic
def _note(programme_id: int, report: RefreshReport) -> None:
    told = {
        "as_of": report.as_of,
        "made_at": clock.now(),
        "seconds": report.seconds,
        "members": report.members,
        "tags": report.tags,
        "computed": report.computed,
        "digest": report.digest,
    }
    TagRefresh.objects.update_or_create(programme_id=programme_id, day=report.day, defaults=told)
