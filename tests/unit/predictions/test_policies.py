"""Risk, value, the next purchase and items, on members that were made up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from regulars.domain.predictions.policy import churn, timing, value
from regulars.domain.predictions.policy.choosing import ease, first_picks, new_scores, shelf_of, wanted_on
from regulars.domain.predictions.policy.snapshots import learning_days
from regulars.domain.predictions.types import Calibration, Group, Level


def _people(count: int = 4000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    values = random.normal(size=(count, 3))
    chance = 1 / (1 + np.exp(-(1.5 * values[:, 0] - values[:, 1] - 2)))
    return values, (random.uniform(size=count) < chance).astype(float), np.arange(count, dtype=float)


def test_risk_is_calibrated_and_told_by_its_parts() -> None:
    values, happened, members = _people()
    model = churn.fit_risk(values, happened, members)
    told = churn.risks(model, values)
    assert told.mean() == pytest.approx(happened.mean(), abs=0.01)
    names, parts = churn.contributions(model, values, (Group.SILENCE, Group.SPEND, Group.SPEND))
    assert names == (Group.SILENCE, Group.SPEND)
    middle = model.slope * model.intercept + model.shift
    assert parts.sum(axis=1) + middle == pytest.approx(np.log(told / (1 - told)), abs=1e-6)


def test_a_column_that_never_varies_does_no_harm() -> None:
    values, happened, members = _people()
    values[:, 2] = 7.0
    assert np.all(np.isfinite(churn.risks(churn.fit_risk(values, happened, members), values)))


@pytest.mark.parametrize(
    ("rate", "told", "level"),
    [
        (0.04, 0.85, Level.CRITICAL),
        (0.04, 0.6, Level.HIGH),
        (0.04, 0.12, Level.RAISED),
        (0.04, 0.06, Level.WATCH),
        (0.04, 0.05, Level.LOW),
        (0.5, 0.59, Level.LOW),
        (0.0, 0.0, Level.LOW),
    ],
)
def test_levels_stand_on_the_horizon(rate: float, told: float, level: Level) -> None:
    levels = churn.levels_for(rate)
    place = int(churn.places_on(levels, np.array([told]))[0])
    assert levels[place][0] == level


def test_counts_by_level_add_up() -> None:
    told, happened = np.array([0.9, 0.7, 0.01, 0.02]), np.array([1.0, 0, 0, 0])
    counts = churn.level_counts(churn.levels_for(0.04), told, told, happened)
    assert [one.members for one in counts] == [1, 1, 0, 0, 2]
    assert [one.happened for one in counts] == [1.0, 0.0, None, None, 0.0]


def test_intervals_hold_the_probability() -> None:
    bins = (Calibration(100, 0.1, 0.12, 0.08, 0.17), Calibration(100, 0.5, 0.45, 0.4, 0.52))
    low, high = churn.interval_of(bins, np.array([0.05, 0.1, 0.5, 0.9]))
    assert low[1:3].tolist() == pytest.approx([0.08, 0.4])
    assert high[1:3].tolist() == pytest.approx([0.17, 0.52])
    assert (low[0], high[0]) == pytest.approx((0.0396, 0.0884), abs=1e-4)
    assert (low[3], high[3]) == pytest.approx((0.857, 0.907), abs=1e-3)


def test_a_tenth_that_was_told_too_much_still_holds_the_probability() -> None:
    low, high = churn.interval_of((Calibration(100, 0.5, 0.2, 0.15, 0.28),), np.array([0.5]))
    assert (low[0], high[0]) == pytest.approx((0.15, 0.5))


def test_bands_cover_what_they_say() -> None:
    random = np.random.default_rng(4)
    told = random.uniform(1000, 90_000, 5000)
    band = value.band_of(told[:2500], told[:2500] * random.uniform(0.5, 1.5, 2500))
    within = value.held(band, told[2500:], told[2500:] * random.uniform(0.5, 1.5, 2500))
    assert within.mean() == pytest.approx(0.8, abs=0.03)
    assert band.around(np.array([0.0]))[0].tolist() == [0.0]


def _days(gaps: dict[int, list[int]]) -> pl.DataFrame:
    rows = [(member, int(day)) for member, own in gaps.items() for day in np.cumsum([0, *own])]
    return pl.DataFrame(rows, schema={"member": pl.Int64, "day": pl.Int64}, orient="row")


def test_next_purchase_follows_the_own_gap() -> None:
    random = np.random.default_rng(5)
    gaps = {member: random.integers(6, 9, 20).tolist() for member in range(1, 60)}
    gaps |= {member: random.integers(26, 33, 5).tolist() for member in range(60, 100)}
    days = _days(gaps).filter(pl.col("day") < 142)
    rhythm = timing.rhythm_of(days, 142)
    told = timing.when(rhythm, 142)
    assert np.all((told.low <= told.middle) & (told.middle <= told.high))
    silent = 142 - rhythm.last_day
    fast = (rhythm.members < 60) & (silent <= 4)
    assert np.median(told.middle[fast] + silent[fast]) == pytest.approx(7, abs=1)
    slow = (rhythm.members >= 60) & (silent <= 10)
    assert np.all(told.middle[slow] + silent[slow] > 15)


def test_members_of_a_file_have_numbers_that_no_float_holds() -> None:
    numbers = [2**62 + place for place in (1, 2, 3)]
    rhythm = timing.rhythm_of(_days({member: [7] * 20 for member in numbers}), 141)
    assert rhythm.members.tolist() == numbers


def test_weekdays_pull_the_day() -> None:
    days = _days({member: [7] * 20 for member in range(1, 50)})
    told = timing.when(timing.rhythm_of(days, 141), 141)
    assert set((141 + told.middle) % 7) == {0.0}


def test_members_with_one_day_have_no_rhythm() -> None:
    rhythm = timing.rhythm_of(_days({1: [], 2: []}), 10)
    assert len(rhythm.members) == 0
    assert len(timing.when(rhythm, 10).middle) == 0


def test_what_goes_with_what_is_found() -> None:
    rows = [
        (member, item) for member in range(1, 41) for item in (("bread", "butter") if member % 2 else ("nails", "glue"))
    ]
    rows = [row for row in rows if row not in ((1, "butter"), (2, "glue"))]
    frame = pl.DataFrame(rows, schema=["member", "item"], orient="row").with_columns(times=1.0, faded=1.0)
    shelf = shelf_of(frame, np.arange(1, 41))
    told = first_picks(shelf, new_scores(shelf, ease(shelf)))
    assert told[0][0][0] == "butter"
    assert told[1][0][0] == "glue"
    assert {item for item, _ in told[0]} == {"butter", "nails", "glue"}


def test_items_nobody_had_before_are_not_on_the_shelf() -> None:
    frame = pl.DataFrame({"member": [1, 2, 3, 4, 5], "item": ["tea"] * 5, "times": [1.0] * 5, "faded": [1.0] * 5})
    shelf = shelf_of(frame, np.arange(1, 6))
    wanted = wanted_on(shelf, pl.DataFrame({"member": [1, 2], "item": ["tea", "never seen"]}))
    assert shelf.items == ("tea",)
    assert wanted.sum() == 1


def test_days_to_learn_from_end_before_and_leave_room() -> None:
    assert learning_days(500, 90, 0) == [410, 380, 350, 320]
    assert learning_days(500, 30, 0) == [470, 450, 430, 410]
    assert learning_days(160, 90, 0) == [70]
    assert learning_days(140, 90, 0) == []
