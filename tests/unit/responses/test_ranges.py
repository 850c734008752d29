"""Ranges, the weights of groups, and programmes that count months in different time zones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.responses.operations import responses_to
from regulars.domain.responses.policy.figures import GROUPS, groups_of
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.policy.ranges import range_of, weights_of
from regulars.domain.responses.types import Figure, Range
from tests.property.replays import history_of
from tests.unit.responses.stories import ladder, record, sale
from tests.unit.responses.test_running import WEEKLY, candidate, certain, fixed, of


def test_percentiles_by_hand() -> None:
    assert range_of(np.arange(101.0)) == Range(10, 50, 90)
    assert range_of(np.full(3, 7.4)) == Range(7, 7, 7)


def test_members_fall_into_groups_of_about_one_size() -> None:
    for members in (np.arange(20_000), np.arange(20_000) * 1_000_003 + 17):
        sizes = np.bincount(groups_of(members), minlength=GROUPS)
        assert len(sizes) == GROUPS
        assert sizes.min() > 700


def test_groups_weigh_the_same_when_all_members_are_simulated() -> None:
    assert weights_of(1, 1, 1.0).tolist() == [1.0] * GROUPS
    drawn = np.array([weights_of(1, run, 0.5) for run in range(2000)])
    assert np.allclose(drawn.sum(axis=1), GROUPS)
    # The mean of 20 groups drawn again has the variance of one over 20, of which half is left by half of the members.
    sums = drawn @ np.arange(GROUPS) / GROUPS
    assert abs(sums.var() / (np.arange(GROUPS).var(ddof=1) / GROUPS * 0.5) - 1) < 0.1


def test_months_of_another_time_zone(tmp_path: Path) -> None:
    """On the last of May in New York it is June in Shanghai: what is in no month of the baseline counts beside it."""
    abroad = json.loads(ladder(500))
    abroad["time_zone"] = "America/New_York"
    late = [sale(1, 90, 146.55, 100), record(1, 91, 146.56, kind="redeem", wallet="points", points=100)]
    candidates = (candidate("here", ladder(10**9)), candidate("abroad", json.dumps(abroad)))
    for place, pair in enumerate((candidates, candidates[::-1])):
        folder = tmp_path / str(place)
        question = Question(history_of([*WEEKLY, *late], folder / "history"), pair, folder / "out")
        answer = responses_to(run_replay(question), question, Plan(fixed(), 2, 1)).drafts[0]
        assert of(answer, Figure.COST).range == certain(100)
        assert of(answer, Figure.SALES).range == certain(11 * 100_00)
        members = {one.tier: one.unchanged for one in answer.figures if one.figure is Figure.MEMBERS}
        assert sum(members.values()) == 1
