"""The next purchase and what is in it, held against their baselines: a card for each, and what is told of members."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from regulars.domain.predictions.policy import metrics
from regulars.domain.predictions.policy.choosing import (
    Shelf,
    again_scores,
    ease,
    first_picks,
    new_scores,
    popular_again,
    popular_new,
)
from regulars.domain.predictions.policy.fitting import Floats
from regulars.domain.predictions.policy.judging import LEAST_MEMBERS, Predicted, refused
from regulars.domain.predictions.policy.timing import LEAST_DAYS, Rhythm, by_own_gap, when
from regulars.domain.predictions.types import ACTIVE_DAYS, HORIZONS, Calibration, Card, Measured, Method, Model, Tried


@dataclass(frozen=True)
class Rhythms:
    """Gaps as of today and as of the day of the back-test, with the days on which members came afterwards."""

    today: int
    now: Rhythm
    then_day: int
    then: Rhythm
    next_days: pl.DataFrame


def judge_timing(rhythms: Rhythms) -> Predicted:
    """The next day of purchase of members with enough days, against the last one and the own median gap.

    Tested on those who came within the horizon: of others there is no day to compare with.
    """
    horizon = HORIZONS[Model.NEXT_PURCHASE]
    tested = _told_of(rhythms.then, rhythms.then_day)
    later = pl.DataFrame({"member": rhythms.then.members}).join(
        rhythms.next_days, on="member", how="left", maintain_order="left"
    )
    wait = later["next_day"].cast(pl.Float64).fill_null(np.nan).to_numpy() - rhythms.then_day
    came = tested & (np.nan_to_num(wait, nan=1e9) < horizon)
    scored = _told_of(rhythms.now, rhythms.today)
    fewest = min(int(came.sum()), int(scored.sum()))
    if fewest < LEAST_MEMBERS:
        return refused(Model.NEXT_PURCHASE, rhythms.today, "too_few_members", needed=LEAST_MEMBERS, members=fewest)
    told = when(rhythms.then, rhythms.then_day)
    naive, real = by_own_gap(rhythms.then, rhythms.then_day)[came], wait[came]
    middle = told.middle[came]
    within = ((real >= told.low[came]) & (real <= told.high[came])).astype(np.float64)
    measured = (
        metrics.measured("mean_error_days", metrics.mean_error, (middle, naive), real, -1),
        metrics.measured("within_3_days", _within_3, (middle, naive), real),
        metrics.measured("covered", metrics.mean_of, (within, None), real),
    )
    card = Card(
        model=Model.NEXT_PURCHASE,
        as_of_day=rhythms.today,
        horizon_days=horizon,
        method=Method.SHRUNK_GAPS,
        baseline=Method.OWN_GAP,
        members=int(came.sum()),
        scored=int(scored.sum()),
        learned_rows=len(rhythms.now.members),
        test_day=rhythms.then_day,
        measured=measured,
        tried=_tried(Method.SHRUNK_GAPS, Method.OWN_GAP, measured[0]),
        calibration=_days_by_tenth(middle, real),
    )
    if measured[0].value >= (measured[0].baseline or 0.0):
        return Predicted(_lost(card))
    return Predicted(card, _due(rhythms, scored))


def _told_of(rhythm: Rhythm, day: int) -> NDArray[np.bool_]:
    """Members with enough days, who bought lately."""
    return (rhythm.bought_days >= LEAST_DAYS) & (day - rhythm.last_day <= ACTIVE_DAYS)


def _within_3(told: Floats, happened: Floats) -> float:
    return float((np.abs(told - happened) <= 3).mean())


def _days_by_tenth(told: Floats, real: Floats) -> tuple[Calibration, ...]:
    found = []
    for part in np.array_split(np.argsort(told, kind="stable"), 10):
        low, high = np.quantile(real[part], [0.1, 0.9])
        found.append(
            Calibration(len(part), float(told[part].mean()), float(real[part].mean()), float(low), float(high))
        )
    return tuple(found)


def _due(rhythms: Rhythms, scored: NDArray[np.bool_]) -> pl.DataFrame:
    told = when(rhythms.now, rhythms.today)
    return pl.DataFrame(
        {
            "member": rhythms.now.members[scored],
            "next_day": (rhythms.today + told.middle[scored]).astype(np.int32),
            "next_first": (rhythms.today + told.low[scored]).astype(np.int32),
            "next_last": (rhythms.today + told.high[scored]).astype(np.int32),
        }
    )


@dataclass(frozen=True)
class Shelves:
    """What was bought as of today and as of the day of the back-test, and what was in the next basket after that."""

    again: Model
    new: Model
    today: int
    now: Shelf
    then_day: int
    then: Shelf
    wanted: NDArray[np.bool_]


def judge_again(shelves: Shelves) -> Predicted:
    """What is bought again: the better of two counts of the member's own purchases, against popularity."""
    then, had = shelves.then, shelves.wanted & shelves.then.had
    ways = {
        Method.POPULARITY: popular_again(then),
        Method.OWN_FREQUENCY: again_scores(then, then.times),
        Method.FADING_FREQUENCY: again_scores(then, then.faded),
    }
    now = shelves.now
    card, best = _judged(shelves, shelves.again, ways, had)
    if not card.ready or best is None:
        return Predicted(card)
    scores = again_scores(now, now.faded if best == Method.FADING_FREQUENCY else now.times)
    return Predicted(card, _picks(shelves.again, now, scores))


def judge_new(shelves: Shelves) -> Predicted:
    """What is bought for the first time: what goes with what the member bought, against popularity."""
    then, new = shelves.then, shelves.wanted & ~shelves.then.had
    ways = {Method.POPULARITY: popular_new(then), Method.EASE: new_scores(then, ease(then))}
    card, best = _judged(shelves, shelves.new, ways, new)
    if not card.ready or best is None:
        return Predicted(card)
    return Predicted(card, _picks(shelves.new, shelves.now, new_scores(shelves.now, ease(shelves.now))))


def _judged(
    shelves: Shelves, model: Model, ways: dict[Method, Floats], wanted: NDArray[np.bool_]
) -> tuple[Card, Method | None]:
    """A card with all ways by their NDCG@10, over members whose next basket held something of the kind."""
    asked = wanted.any(axis=1)
    if int(asked.sum()) < LEAST_MEMBERS:
        few = refused(model, shelves.today, "too_few_members", needed=LEAST_MEMBERS, members=int(asked.sum()))
        return few.card, None
    found = {method: metrics.ndcg(scores[asked], wanted[asked]) for method, scores in ways.items()}
    best = max(found, key=lambda method: float(found[method].mean()))
    naive = found[Method.POPULARITY]
    value = metrics.measured("ndcg", metrics.mean_of, (found[best], naive), naive)
    card = Card(
        model=model,
        as_of_day=shelves.today,
        horizon_days=0,
        method=best,
        baseline=Method.POPULARITY,
        members=int(asked.sum()),
        scored=len(shelves.now.members),
        learned_rows=int(shelves.now.had.sum()),
        test_day=shelves.then_day,
        measured=(value,),
        tried=tuple(
            Tried(method, float(one.mean()), used=method == best)
            for method, one in sorted(found.items(), key=lambda pair: -float(pair[1].mean()))
        ),
        parameters=(("items", float(len(shelves.now.items))),),
    )
    return (_lost(card), None) if best == Method.POPULARITY else (card, best)


def _picks(model: Model, shelf: Shelf, scores: Floats) -> pl.DataFrame:
    told = [json.dumps([[item, round(score, 3)] for item, score in row]) for row in first_picks(shelf, scores)]
    return pl.DataFrame({"member": shelf.members, model.value: told})


def _tried(used: Method, baseline: Method, figure: Measured) -> tuple[Tried, ...]:
    return (Tried(used, figure.value, used=True), Tried(baseline, figure.baseline or 0.0, used=False))


def _lost(card: Card) -> Card:
    """A card whose baseline did as well: nothing is told of members."""
    figure = card.measured[0]
    lost: dict[str, float | str] = {"value": figure.value, "baseline": figure.baseline or 0.0}
    return replace(card, refusal="baseline_wins", params=lost, scored=0)
