"""Risk and value, held against their baselines: a card for each, and what is told of each member."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from regulars.domain.predictions.policy import metrics
from regulars.domain.predictions.policy.churn import (
    LEAST_HAPPENED,
    RiskModel,
    contributions,
    fit_risk,
    interval_of,
    level_counts,
    levels_for,
    places_on,
    risks,
)
from regulars.domain.predictions.policy.fitting import Floats
from regulars.domain.predictions.policy.snapshots import RUN_UP, Learned, Outcome, Snapshot
from regulars.domain.predictions.policy.value import (
    Band,
    ByBuying,
    Trees,
    band_of,
    fit_by_buying,
    fit_trees,
    held,
    naive_spend,
    spend_by_buying,
)
from regulars.domain.predictions.types import HORIZONS, Calibration, Card, Drift, Method, Model, Tried

LEAST_MEMBERS = 200
"""Active members that there have to be, now and on the day of the back-test."""
_REASONS = 3
_SHOWN_DRIFT = 8


@dataclass(frozen=True)
class Course:
    """What a model of risk or value is made from: members now, and the day of the back-test with what followed.

    `rows` end before now, `rows_then` before the day of the back-test.
    """

    model: Model
    now: Snapshot
    then: Snapshot
    outcome: Outcome
    rows: Learned
    rows_then: Learned

    @property
    def horizon(self) -> int:
        """Days ahead."""
        return HORIZONS[self.model]

    def card(self) -> Card:
        """A card with what does not depend on the method."""
        return Card(
            model=self.model,
            as_of_day=self.now.day,
            horizon_days=self.horizon,
            members=self.then.members,
            scored=self.now.members,
            learned_rows=len(self.rows.members),
            test_day=self.then.day,
        )


@dataclass(frozen=True)
class Predicted:
    """A card and a row a member; no rows where the card refuses."""

    card: Card
    scores: pl.DataFrame | None = None


def refused(model: Model, day: int, reason: str, **params: float | str) -> Predicted:
    """A card that says why nothing is predicted."""
    return Predicted(Card(model, day, HORIZONS[model], refusal=reason, params=dict(params)))


def too_short(model: Model, day: int, first_day: int) -> Predicted:
    """The history does not reach back far enough to learn and to test."""
    needed = 2 * HORIZONS[model] + RUN_UP
    return refused(model, day, "history_too_short", needed=needed, days=day - first_day)


def needs_days(model: Model) -> int:
    """Days of history without which a model of risk or value is refused."""
    return 2 * HORIZONS[model] + RUN_UP


def too_few(course: Course) -> Predicted | None:
    """Refused where there are too few members to tell anything from chance."""
    fewest = min(course.now.members, course.then.members)
    if fewest < LEAST_MEMBERS:
        return refused(course.model, course.now.day, "too_few_members", needed=LEAST_MEMBERS, members=fewest)
    return None


def judge_risk(course: Course) -> Predicted:
    """The risk of buying nothing within the horizon, against recency alone."""
    few = too_few(course)
    if few is not None:
        return few
    stopped, learned = _stopped(course.outcome), _stopped(course.rows_then.outcome)
    fewest = min(*(int(side.sum()) for one in (stopped, learned) for side in (one, 1 - one)))
    if fewest < LEAST_HAPPENED:
        return refused(course.model, course.now.day, "too_few_happened", needed=LEAST_HAPPENED, members=fewest)
    tested = fit_risk(course.rows_then.values, learned, course.rows_then.members)
    told, recency = risks(tested, course.then.matrix.values), course.then.column("recency")
    measured = (
        metrics.measured("auc", metrics.auc, (told, recency), stopped),
        metrics.measured("average_precision", metrics.average_precision, (told, recency), stopped),
        metrics.measured("top_lift", metrics.top_lift, (told, recency), stopped),
        metrics.measured("brier", metrics.brier, (told, np.full(len(told), learned.mean())), stopped, -1),
        metrics.measured("share", lambda _told, happened: float(happened.mean()), (told, None), stopped),
    )
    tried = tuple(
        Tried(method, value or 0.0, used=method == Method.LOGISTIC)
        for method, value in ((Method.LOGISTIC, measured[0].value), (Method.RECENCY, measured[0].baseline))
    )
    card = replace(
        course.card(),
        method=Method.LOGISTIC,
        baseline=Method.RECENCY,
        measured=measured,
        tried=tried,
        calibration=metrics.calibration_of(told, stopped),
        lift=metrics.lift_of(told, stopped),
    )
    if measured[0].value <= (measured[0].baseline or 0.0):
        lost: dict[str, float | str] = {"value": measured[0].value, "baseline": measured[0].baseline or 0.0}
        return Predicted(replace(card, refusal="baseline_wins", params=lost, scored=0))
    return _risk_now(course, card, told, stopped)


def _risk_now(course: Course, card: Card, tested: Floats, stopped: Floats) -> Predicted:
    """Learned from all that is known now, and told of everybody who is active."""
    happened = _stopped(course.rows.outcome)
    model = fit_risk(course.rows.values, happened, course.rows.members)
    now = risks(model, course.now.matrix.values)
    levels = levels_for(float(happened.mean()))
    low, high = interval_of(card.calibration, now)
    name = course.model.value
    places = places_on(levels, now)
    scores = pl.DataFrame(
        {
            "member": course.now.frame["member"],
            name: now,
            f"{name}_low": low,
            f"{name}_high": high,
            f"{name}_level": [levels[int(place)][0].value for place in places],
            f"{name}_reasons": _reasons(model, course.now),
        }
    )
    told_before = risks(model, course.rows.values)
    full = replace(
        card,
        levels=level_counts(levels, now, tested, stopped),
        drift=(metrics.drift_of("told", told_before, now), *_drift(course)),
        parameters=(("held", model.held), ("slope", model.slope), ("shift", model.shift)),
    )
    return Predicted(full, scores)


def _stopped(outcome: Outcome) -> Floats:
    return np.asarray(outcome.bought == 0, dtype=np.float64)


def _reasons(model: RiskModel, snapshot: Snapshot) -> list[str]:
    """What moves each member's risk the most, as JSON: the group, and by how much the odds change (a logarithm)."""
    groups, parts = contributions(model, snapshot.matrix.values, snapshot.matrix.groups)
    order = np.argsort(-np.abs(parts), axis=1)[:, :_REASONS]
    return [
        json.dumps([[groups[place].value, round(float(row[place]), 3)] for place in places if abs(row[place]) >= 0.05])
        for row, places in zip(parts, order, strict=True)
    ]


def _drift(course: Course) -> tuple[Drift, ...]:
    """The columns that moved the most."""
    names, before, now = course.now.matrix.names, course.rows.values, course.now.matrix.values
    found = [metrics.drift_of(name, before[:, place], now[:, place]) for place, name in enumerate(names)]
    return tuple(sorted(found, key=lambda one: -one.psi)[:_SHOWN_DRIFT])


@dataclass(frozen=True)
class _Spenders:
    """All ways to tell spend, learned from some rows, and what they tell of a snapshot."""

    buying: ByBuying
    trees: Trees

    def tell(self, snapshot: Snapshot, horizon: int) -> dict[Method, Floats]:
        return {
            Method.NAIVE_SPEND: naive_spend(snapshot, horizon),
            Method.BG_NBD: spend_by_buying(self.buying, snapshot, horizon),
            Method.BOOSTED: self.trees.spend(snapshot, horizon),
        }


def judge_value(course: Course) -> Predicted:
    """Spend within the horizon: the way with the least error in the back-test is used, be it the naive one."""
    few = too_few(course)
    if few is not None:
        return few
    spent, horizon = course.outcome.spent, course.horizon
    then = _Spenders(fit_by_buying(course.then), fit_trees(course.rows_then, horizon))
    told = then.tell(course.then, horizon)
    errors = {method: metrics.mean_error(one, spent) for method, one in told.items()}
    best = min(errors, key=lambda method: errors[method])
    naive = None if best == Method.NAIVE_SPEND else told[Method.NAIVE_SPEND]
    band = _band_then(course, best)
    within = held(band, told[best], spent)
    measured = (
        metrics.measured("mean_error", metrics.mean_error, (told[best], naive), spent, -1),
        metrics.measured("rank_correlation", metrics.rank_correlation, (told[best], naive), spent),
        metrics.measured("total_error", metrics.total_error, (told[best], None), spent),
        metrics.measured("covered", metrics.mean_of, (within, None), spent),
    )
    tried = tuple(
        Tried(
            method,
            error,
            used=method == best,
            figures=(
                ("rank_correlation", metrics.rank_correlation(told[method], spent)),
                ("total_error", metrics.total_error(told[method], spent)),
            ),
        )
        for method, error in sorted(errors.items(), key=lambda pair: pair[1])
    )
    now = _Spenders(fit_by_buying(course.now), fit_trees(course.rows, horizon))
    amounts = now.tell(course.now, horizon)[best]
    low, high = band_of(told[best], spent).around(amounts)
    often, much = now.buying.often, now.buying.much
    card = replace(
        course.card(),
        method=best,
        baseline=Method.NAIVE_SPEND,
        measured=measured,
        tried=tried,
        calibration=_amounts_by_tenth(told[best], spent),
        drift=(metrics.drift_of("told", told[best], amounts), *_drift(course)),
        parameters=(*often._asdict().items(), *much._asdict().items()),
    )
    name = course.model.value
    whole = {name: amounts, f"{name}_low": low, f"{name}_high": high}
    columns = {key: np.round(value).astype(np.int64) for key, value in whole.items()}
    return Predicted(card, pl.DataFrame({"member": course.now.frame["member"], **columns}))


def _band_then(course: Course, method: Method) -> Band:
    """The band as it would have been on the day of the back-test: from rows that the trees had not seen."""
    rows, horizon = course.rows_then, course.horizon
    if method == Method.BOOSTED and len(rows.snapshots) > 1:
        older = _older(rows)
        told = fit_trees(older, horizon).spend(rows.snapshots[0], horizon)
    elif method == Method.BG_NBD:
        told = spend_by_buying(fit_by_buying(rows.snapshots[0]), rows.snapshots[0], horizon)
    else:
        told = naive_spend(rows.snapshots[0], horizon)
    return band_of(told, rows.outcome.spent[: rows.snapshots[0].members])


def _older(rows: Learned) -> Learned:
    """Rows without the newest snapshot, which is the first."""
    first = rows.snapshots[0].members
    outcome = rows.outcome
    return Learned(
        rows.values[first:],
        rows.members[first:],
        Outcome(outcome.bought[first:], outcome.spent[first:], outcome.wait[first:]),
        rows.snapshots[1:],
    )


def _amounts_by_tenth(told: Floats, spent: Floats) -> tuple[Calibration, ...]:
    """Members by what they were told to spend: told and spent on average, and the 90 % interval of the mean."""
    found = []
    for part in np.array_split(np.argsort(told, kind="stable"), 10):
        mean, off = float(spent[part].mean()), 1.645 * float(spent[part].std()) / max(len(part), 1) ** 0.5
        found.append(Calibration(len(part), float(told[part].mean()), mean, mean - off, mean + off))
    return tuple(found)
