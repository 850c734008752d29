"""Predictions of a programme on its own history, kept: scores as a file of the day, cards as a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from regulars.domain.history.queries import folder_of
from regulars.domain.predictions.models import PredictionRun
from regulars.domain.predictions.operations.looking import Looker
from regulars.domain.predictions.operations.predicting import Foretold, Progress, last_day_of, predict
from regulars.domain.predictions.policy.checking import happened_since
from regulars.domain.predictions.policy.keeping import as_data
from regulars.domain.predictions.policy.questions import outcomes_sql
from regulars.domain.predictions.queries.made import last_run, names_of, results_of
from regulars.domain.predictions.types import Card, Happened, Model, Run, Subject
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of, day_number
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView
from regulars.platform.sets import digest_of

REFRESH = "predictions.refresh"
"""The kind of the job that predicts for one programme."""
_CHECKED = (Model.CHURN_30, Model.CHURN_90, Model.VALUE_90, Model.VALUE_365)
_KEPT = 60
"""Files of scores that are kept: two months of daily refreshes, or five years of monthly ones."""
_COMPARED = 6


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and predict: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that predicts or predicted for a programme."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def make_predictions(
    programme_id: int, as_of_day: int | None = None, progress: Progress = lambda _done, _all: None
) -> Run:
    """Predict as of a day (default: the day after the last purchase, at most today) and keep what came of it.

    Raises HistoryMissing, and HistoryEmpty where nobody has bought anything.
    """
    live, begun = live_programme(programme_id), clock.now_us()
    zone = live.document.time_zone
    today = day_number(clock.now().astimezone(ZoneInfo(zone)).date())
    subject = Subject(folder_of(live.code), zone, today if as_of_day is None else as_of_day)
    subject = replace(subject, as_of_day=last_day_of(subject))
    found = predict(subject, progress)
    cards = _with_happened(live.code, subject, found.cards)
    _keep_files(live.code, subject.as_of_day, found)
    row = PredictionRun(
        programme_id=programme_id,
        as_of_day=subject.as_of_day,
        made_at=begun,
        took_ms=(clock.now_us() - begun) // 1000,
        members=found.members,
        digest=digest_of(found.scores),
        cards=[as_data(card) for card in cards],
    )
    with transaction.atomic():
        row.save()
    return last_run(programme_id)


def _keep_files(code: str, day: int, found: Foretold) -> None:
    results, names = results_of(code), names_of(code)
    names.write(date_of(day), found.names.with_row_index("member").cast({"member": pl.Int64}))
    results.write(date_of(day), found.scores)
    kept = results.days()[:_KEPT]
    results.keep_only(kept)
    names.keep_only(kept[:1])


def _with_happened(code: str, subject: Subject, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Cards with what earlier refreshes told whose horizon has passed, newest first, against what happened.

    The history is opened once for all of them, and asked once for each day and horizon.
    """
    past = {card.model: _past(code, subject, card) for card in cards if card.model in _CHECKED}
    asked = {(day, card.horizon_days) for card in cards for day in past.get(card.model, ())}
    if not asked:
        return cards
    with Looker(subject).as_of(subject.as_of_day) as sets:
        later = {one: sets.frame(outcomes_sql(day_number(one[0]), one[1])) for one in sorted(asked)}
    scores = {day: results_of(code).scan(day).collect() for day in sorted({day for day, _horizon in asked})}
    return tuple(replace(card, happened=_happened(card, past.get(card.model, ()), scores, later)) for card in cards)


def _past(code: str, subject: Subject, card: Card) -> tuple[date, ...]:
    """The newest days of earlier scores whose horizon has passed."""
    passed = (one for one in results_of(code).days() if day_number(one) + card.horizon_days <= subject.as_of_day)
    return tuple(islice(passed, _COMPARED))


def _happened(
    card: Card,
    days: Sequence[date],
    scores: Mapping[date, pl.DataFrame],
    later: Mapping[tuple[date, int], pl.DataFrame],
) -> tuple[Happened, ...]:
    told = (happened_since(card.model, day_number(day), scores[day], later[day, card.horizon_days]) for day in days)
    return tuple(one for one in told if one is not None)
