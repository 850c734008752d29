"""Estimators find what was planted, and say that data cannot tell where nothing was or something else looks like it."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.domain.responses.policy.changes import elasticity_of, joined
from regulars.domain.responses.policy.contrasts import Doubt
from regulars.domain.responses.policy.estimating import Estimate, Spent, Way, pull_of, redemption_of, reset_of
from tests.unit.responses.worlds import World, lived, redeemed, watched

WAY = Way(within_percent=20, rest_weeks=4, tiers=3)
SEEDS = range(4)


def estimates(world: World) -> list[tuple[Estimate, Estimate]]:
    panels = (lived(world, seed) for seed in SEEDS)
    return [(pull_of(panel, WAY, 1), reset_of(panel, WAY, 1)) for panel in panels]


def told(estimate: Estimate) -> bool:
    """Whether an effect is told that is not just none."""
    return estimate.doubt is None and estimate.low > 0


def test_a_planted_pull_is_found() -> None:
    for pull, reset in estimates(World(pull=0.3)):
        assert pull.doubt is None
        assert pull.low < 0.3 < pull.high
        assert 0.2 < pull.likely < 0.4
        assert not told(reset)


def test_a_planted_rest_is_found() -> None:
    for pull, reset in estimates(World(reset=0.3)):
        assert reset.doubt is None
        assert reset.low < 0.3 < reset.high
        assert not told(pull)


def test_both_at_once_are_told_apart() -> None:
    for pull, reset in estimates(World(pull=0.3, reset=0.3)):
        assert pull.low < 0.3 < pull.high
        assert 0.2 < reset.likely < 0.4


@pytest.mark.parametrize("world", [World(), World(drift=0.5), World(moods=0.7), World(moods=0.4, drift=-0.3)], ids=repr)
def test_nothing_is_told_where_nothing_is(world: World) -> None:
    assert not any(told(one) for pair in estimates(world) for one in pair)


def test_few_members_tell_nothing() -> None:
    pull, reset = pull_of(lived(World(members=40), 1), WAY, 1), reset_of(lived(World(members=40), 1), WAY, 1)
    assert (pull.doubt, reset.doubt) == (Doubt.FEW, Doubt.FEW)


def test_the_same_seed_gives_the_same_interval() -> None:
    panel = lived(World(pull=0.3), 1)
    assert pull_of(panel, WAY, 5) == pull_of(panel, WAY, 5)
    assert pull_of(panel, WAY, 5) != pull_of(panel, WAY, 6)


@pytest.mark.parametrize("power", [0.0, 0.4, 1.0])
def test_redemptions_follow_what_members_had(power: float) -> None:
    for seed in SEEDS:
        found = redemption_of(redeemed(power, 0.2, seed), 1)
        assert found.doubt is None
        assert found.low <= power <= found.high + 0.03
        assert abs(found.likely - power) < 0.05


def test_redemptions_that_say_nothing() -> None:
    assert redemption_of(redeemed(0.5, 9.0, 1), 1).doubt is Doubt.WIDE
    once = Spent(np.arange(500), np.ones(500), np.ones(500))
    assert redemption_of(once, 1).doubt is Doubt.FEW


@pytest.mark.parametrize("pilot", [True, False])
def test_a_change_of_points_tells_how_members_answer(*, pilot: bool) -> None:
    for seed in SEEDS:
        found = elasticity_of(watched(2.0, 0.05, seed, pilot=pilot), 1)
        assert found.doubt is None
        assert found.low < 2 < found.high


def test_a_change_without_answer_is_not_told_as_one() -> None:
    for seed in SEEDS:
        found = elasticity_of(watched(0.0, 0.05, seed, pilot=True), 1)
        assert found.doubt is Doubt.WIDE or found.low == 0


def test_what_makes_a_change_say_nothing() -> None:
    assert elasticity_of(watched(2.0, 0.0001, 1, pilot=True), 1).doubt is Doubt.NO_CHANGE
    everybody = watched(2.0, 0.05, 1, pilot=False)
    everybody = everybody._replace(dose=np.full(4000, 0.05))
    assert elasticity_of(everybody, 1).doubt is Doubt.UNCOMPARED
    assert elasticity_of(watched(2.0, 0.05, 1, pilot=False, trend=0.3), 1).doubt is Doubt.BENT


def test_members_read_apart_are_watched_together() -> None:
    one, other = watched(2.0, 0.05, 1, pilot=True), watched(2.0, 0.05, 2, pilot=True)
    both = joined([one, other])
    assert both.after.tolist() == [*one.after.tolist(), *other.after.tolist()]
    assert both.treated is not None
    assert len(both.treated) == 8000
    assert joined([one._replace(treated=None), other._replace(treated=None)]).treated is None
