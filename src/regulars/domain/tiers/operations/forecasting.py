"""Making the table of forecasts anew, a chunk of members at a time, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from regulars.domain.ledger import queries as ledger
from regulars.domain.members.queries import list_active_ids
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.models import Forecast as Row
from regulars.domain.tiers.models import ForecastRun
from regulars.domain.tiers.operations.notices import send_notices
from regulars.domain.tiers.policy.forecasting import forecasts, oracle_of, what_if
from regulars.domain.tiers.policy.foreseeing import brought_up
from regulars.domain.tiers.policy.nearness import as_data
from regulars.domain.tiers.types import Forecast, Outlook, WhatIf
from regulars.engine.states import States
from regulars.engine.time import date_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView

CHUNK = 1_000
FORECAST = "tiers.forecast"
"""The kind of the job that makes the forecasts of one programme."""


@dataclass(frozen=True)
class Progress:
    """How far the making of forecasts has come: the last member, how many, and what was counted; fit for JSON."""

    after: int = 0
    members: int = 0
    grace_moves: int = 0
    landing_moves: int = 0
    notices: int = 0
    ended: bool = False


def ask_for_forecast(programme_id: int, actor: str = "") -> int | None:
    """Let a job make the forecasts of a programme: its number, or None while one waits or runs."""
    return jobs.enqueue(FORECAST, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def forecast_job(programme_id: int) -> JobView | None:
    """The newest job that makes or made the forecasts of a programme."""
    return jobs.newest_job(FORECAST, programme=programme_id)


def forecast_part(programme_id: int, before: Progress) -> Progress:
    """Replace the forecasts of the next members, and send their notices; the last part says that it ended.

    Runs in one transaction. The same part again replaces what it made, and sends nothing twice.
    """
    programme, now = live_programme(programme_id), clock.now_us()
    today = programme.compiled.zone.day_of(now)
    members = list_active_ids(programme_id, before.after, CHUNK)
    states = brought_up(programme.compiled, ledger.engine_states(programme_id, members), now)
    told, figures = _told(programme, states, today)
    with transaction.atomic():
        rows = Row.objects.filter(programme_id=programme_id, member_id__gt=before.after)
        (rows.filter(member_id__lte=members[-1]) if len(members) == CHUNK else rows).delete()
        _keep(programme, told)
        notices = send_notices(programme, states, told, date_of(today))
        after = Progress(
            after=members[-1] if members else before.after,
            members=before.members + len(members),
            grace_moves=before.grace_moves + figures.grace_moves,
            landing_moves=before.landing_moves + figures.landing_moves,
            notices=before.notices + notices,
            ended=len(members) < CHUNK,
        )
        if after.ended:
            _finish(programme_id, after, today)
    return after


def _told(programme: LiveProgramme, states: States, today: int) -> tuple[list[Forecast], WhatIf]:
    if not len(states.members):
        return [], WhatIf()
    oracle = oracle_of(programme.compiled, what_if=True)
    told = forecasts(oracle, states, today)
    return told, what_if(oracle, states, told)


def _keep(programme: LiveProgramme, told: Sequence[Forecast]) -> None:
    """Insert what is worth a row."""
    least = programme.document.ladder.near_percent
    Row.objects.bulk_create(
        [_row(programme.id, one, near=_is_near(one, least)) for one in told if _is_worth_it(one, least)],
        batch_size=CHUNK,
    )


def _is_near(one: Forecast, least: int) -> bool:
    return one.next_tier is not None and one.outlook is not Outlook.RISE and one.near_percent >= least


def _is_worth_it(one: Forecast, least: int) -> bool:
    return one.outlook is not Outlook.STAY or one.grace_until is not None or _is_near(one, least)


def _row(programme_id: int, one: Forecast, *, near: bool) -> Row:
    return Row(
        programme_id=programme_id,
        member_id=one.member_id,
        tier=one.tier,
        tier_then=one.tier_then,
        outlook=one.outlook,
        changes_on=one.changes_on,
        reason=one.reason,
        grace_until=one.grace_until,
        keeping=as_data(one.keeping),
        next_tier=one.next_tier or "",
        near_percent=one.near_percent,
        near=near,
        rising=as_data(one.rising) if near else [],
    )


def _finish(programme_id: int, after: Progress, today: int) -> None:
    figures = {name: value for name, value in asdict(after).items() if name in ("grace_moves", "landing_moves")}
    ForecastRun.objects.update_or_create(
        programme_id=programme_id,
        defaults={
            "made_on": date_of(today),
            "made_at": clock.now_us(),
            "members": after.members,
            "figures": figures,
        },
    )
