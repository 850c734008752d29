"""All models on one history: read as of the days that they learn from and are tested on, judged, told of members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import polars as pl

from regulars.domain.history.errors import HistoryWithoutEvents
from regulars.domain.predictions.operations.looking import Looker
from regulars.domain.predictions.policy import questions
from regulars.domain.predictions.policy.choosing import HALF_LIFE, shelf_of, wanted_on
from regulars.domain.predictions.policy.features import facts_of
from regulars.domain.predictions.policy.fitting import one_thread
from regulars.domain.predictions.policy.foretelling import Rhythms, Shelves, judge_again, judge_new, judge_timing
from regulars.domain.predictions.policy.judging import (
    Course,
    Predicted,
    judge_risk,
    judge_value,
    needs_days,
    refused,
    too_short,
)
from regulars.domain.predictions.policy.snapshots import learned, learning_days
from regulars.domain.predictions.policy.timing import rhythm_of
from regulars.domain.predictions.types import ACTIVE_DAYS, HORIZONS, Card, Model, Subject
from regulars.platform.sets import Sets

Progress = Callable[[int, int], None]

TESTED_ITEMS_DAYS = 90
"""How long before now the next basket is looked for that items are tested on."""
_JUDGES: dict[Model, Callable[[Course], Predicted]] = {
    Model.CHURN_30: judge_risk,
    Model.CHURN_90: judge_risk,
    Model.VALUE_90: judge_value,
    Model.VALUE_365: judge_value,
}
_SHELVES = (
    ("category", Model.AGAIN_CATEGORY, Model.NEW_CATEGORY),
    ("sku", Model.AGAIN_PRODUCT, Model.NEW_PRODUCT),
)
STEPS = len(_JUDGES) + 1 + len(_SHELVES)


@dataclass(frozen=True)
class Foretold:
    """Cards of all models, a row for each active member, and what products are shown as."""

    cards: tuple[Card, ...]
    scores: pl.DataFrame
    names: pl.DataFrame
    members: int


def last_day_of(subject: Subject) -> int:
    """The first day after the last purchase that is known, at most the day that the subject names."""
    with Looker(subject).as_of(subject.as_of_day) as sets:
        row = sets.frame(questions.SPAN).row(0, named=True)
    if not row["purchases"]:
        raise HistoryWithoutEvents(name=subject.folder.name)
    return min(int(row["last_day"]) + 1, subject.as_of_day)


ALL = frozenset(Model)


def predict(
    subject: Subject, progress: Progress = lambda _done, _all: None, wanted: frozenset[Model] = ALL
) -> Foretold:
    """Fit, test and tell; raises HistoryMissing, and HistoryEmpty for a history without purchases."""
    looker, day = Looker(subject), subject.as_of_day
    with looker.as_of(day) as sets, one_thread():
        span = sets.frame(questions.SPAN).row(0, named=True)
        if not span["purchases"]:
            raise HistoryWithoutEvents(name=subject.folder.name)
        first_day, found = int(span["first_day"]), list[Predicted]()
        for step, model in enumerate(_JUDGES, start=1):
            found += [_judged(looker, sets, model, first_day)] if model in wanted else []
            progress(step, STEPS)
        found += [_timed(looker, sets, first_day)] if Model.NEXT_PURCHASE in wanted else []
        progress(len(_JUDGES) + 1, STEPS)
        for step, shelf in enumerate(_SHELVES, start=len(_JUDGES) + 2):
            found += _chosen(looker, sets, first_day, shelf) if wanted & set(shelf[1:]) else []
            progress(step, STEPS)
        names = sets.frame(questions.names_sql())
    everybody = facts_of(looker.snapshot(day).frame)
    frames = [one.scores for one in found if one.scores is not None]
    scores = reduce(lambda left, right: left.join(right, on="member", how="left"), frames, everybody)
    return Foretold(tuple(one.card for one in found), scores.sort("member"), names, int(span["members"]))


def _judged(looker: Looker, sets: Sets, model: Model, first_day: int) -> Predicted:
    """A model of risk or value."""
    day, horizon = looker.subject.as_of_day, HORIZONS[model]
    then = day - horizon
    before = learning_days(then, horizon, first_day)
    if day - first_day < needs_days(model) or not before:
        return too_short(model, day, first_day)
    rows = looker.with_outcomes(sets, learning_days(day, horizon, first_day), horizon)
    with looker.as_of(then) as earlier:
        rows_then = looker.with_outcomes(earlier, before, horizon)
    [(tested, outcome)] = looker.with_outcomes(sets, [then], horizon)
    return _JUDGES[model](Course(model, looker.snapshot(day), tested, outcome, learned(rows), learned(rows_then)))


def _timed(looker: Looker, sets: Sets, first_day: int) -> Predicted:
    """The next purchase."""
    day, horizon = looker.subject.as_of_day, HORIZONS[Model.NEXT_PURCHASE]
    then = day - horizon
    if then - first_day < horizon:
        return refused(Model.NEXT_PURCHASE, day, "history_too_short", needed=2 * horizon, days=day - first_day)
    with looker.as_of(then) as earlier:
        before = rhythm_of(earlier.frame(questions.days_sql(then)), then)
    now = rhythm_of(sets.frame(questions.days_sql(day)), day)
    later = sets.frame(questions.outcomes_sql(then, horizon)).select("member", "next_day")
    return judge_timing(Rhythms(day, now, then, before, later))


def _chosen(looker: Looker, sets: Sets, first_day: int, shelf: tuple[str, Model, Model]) -> list[Predicted]:
    """What is bought again and for the first time, of categories or of products."""
    column, again, new = shelf
    day = looker.subject.as_of_day
    then = day - TESTED_ITEMS_DAYS
    models = (again, new)
    if then - first_day < ACTIVE_DAYS:
        needed = TESTED_ITEMS_DAYS + ACTIVE_DAYS
        return [refused(one, day, "history_too_short", needed=needed, days=day - first_day) for one in models]
    now = sets.frame(questions.items_sql(column, day, HALF_LIFE))
    if not now.height:
        return [refused(one, day, "no_items") for one in models]
    tested = looker.snapshot(then)
    with looker.as_of(then) as earlier:
        before = earlier.frame(questions.items_sql(column, then, HALF_LIFE))
    old = shelf_of(before, tested.frame["member"].cast(pl.Int64).to_numpy())
    active = looker.snapshot(day).frame["member"].cast(pl.Int64).to_numpy()
    asked = Shelves(
        again=again,
        new=new,
        today=day,
        now=shelf_of(now, np.asarray(active, dtype=np.int64)),
        then_day=then,
        then=old,
        wanted=wanted_on(old, sets.frame(questions.baskets_sql(column, then))),
    )
    return [judge_again(asked), judge_new(asked)]
