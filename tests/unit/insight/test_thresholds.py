"""Effects at thresholds: found where there is one, refused where nothing can be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regulars.domain.cohorts.policy.ladders import thresholds_of
from regulars.domain.cohorts.policy.thresholds import Near, Reading, estimate_of, jump_of
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.project.settings.paths import ROOT


def near(effect: float = 0, before: float = 0, slow: float = 0, members: int = 2_000, seed: int = 3) -> Near:
    """Members around a threshold, who spend more the nearer they come, and `effect` more for a quarter on the tier."""
    random = np.random.default_rng(seed)
    distance = random.uniform(-0.6, 0.6, members)
    above = distance >= 0
    dose = np.where(above, 1.0, np.where(distance > -0.1, 0.1 + slow, slow))
    noise = random.normal(0, 20, (2, members))
    level = 100 + 80 * distance + noise
    return Near(distance, dose, level[0] + effect * dose, level[1] + before * above)


def test_an_effect_is_found_for_a_whole_quarter() -> None:
    found = estimate_of(near(effect=50))
    assert (found.reading, found.reach) == (Reading.TOLD, 0.15)
    assert found.effect.low < 50 < found.effect.high
    assert found.effect.high - found.effect.low < 40
    assert found.placebo.nothing
    assert found.crowding.nothing


def test_where_there_is_none_none_is_seen() -> None:
    told = [estimate_of(near(seed=seed)).reading for seed in range(40)]
    assert told.count(Reading.NONE) >= 30
    assert told.count(Reading.TOLD) <= 4


def test_what_was_there_before_is_no_effect() -> None:
    found = estimate_of(near(effect=50, before=50))
    assert (found.reading, found.effect) == (Reading.DIFFERED_BEFORE, None)


def test_who_reaches_the_tier_anyway_is_no_control() -> None:
    found = estimate_of(near(effect=50, slow=0.8))
    assert (found.reading, found.effect) == (Reading.WEAK_STEP, None)
    assert found.step.value < 0.3


def test_few_near_the_threshold_are_not_compared() -> None:
    found = estimate_of(near(members=100))
    assert (found.reading, found.reach, found.step) == (Reading.FEW_NEAR, None, None)
    assert found.below + found.above == (np.abs(near(members=100).distance) < 0.5).sum()


def test_a_wider_reach_is_taken_where_members_are_few() -> None:
    assert estimate_of(near(members=400)).reach == 0.2


def test_members_who_crowd_above_are_not_compared() -> None:
    plain = near(effect=50)
    pushed = np.where((plain.distance < 0) & (plain.distance > -0.04), -plain.distance / 4, plain.distance)
    found = estimate_of(replace(plain, distance=pushed))
    assert (found.reading, found.crowding.low > 0) == (Reading.CROWDED, True)


def test_a_jump_is_that_of_two_lines() -> None:
    distance = np.array([-0.3, -0.2, -0.1, 0.1, 0.2, 0.3])
    outcome = np.where(distance < 0, 1 + distance, 5 + 2 * distance)
    assert jump_of(distance, outcome, np.ones(6)).value == pytest.approx(4)


def test_thresholds_of_a_ladder() -> None:
    text = (ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8")
    found = thresholds_of(compile_programme(load_programme(text)))
    assert [(one.tier, one.measure, one.wallet, one.days, one.need) for one in found] == [
        ("growth", "earned", "growth", 365, 1200),
        ("growth", "purchases", "", 365, 90),
        ("premium", "earned", "growth", 365, 2800),
        ("leader", "earned", "growth", 365, 5200),
    ]
    assert "count(*)" in found[1].sql(400)
