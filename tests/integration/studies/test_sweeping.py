"""Studies that try a number of the draft with other values."""

from decimal import Decimal

import pytest

from regulars.domain.replay.errors import ParameterUnknown
from regulars.domain.replay.types import Goal
from regulars.domain.studies import queries
from regulars.domain.studies.errors import GoalInvalid, GoalWorthless, SweepInvalid
from regulars.domain.studies.policy.passes import through
from regulars.domain.studies.types import Sweeping
from regulars.engine.programme.loading import load_programme
from tests.integration.studies.conftest import harder

ADDRESS = "ladder.tiers.silver.enter/spend"


def values(*given: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in given)


def test_a_number_is_tried_with_other_values(shop, answered) -> None:
    view = answered(harder(), sweeping=Sweeping(ADDRESS, values(100, 500, 9_000)))
    sweep = view.answer.sweep
    assert (sweep.parameter.address, sweep.parameter.value) == (ADDRESS, 5_000)
    silver = [
        next(one.members for one in reversed(point.results.tier_months) if one.tier == "silver")
        for point in sweep.points
        if point.results is not None
    ]
    assert silver == [3, 1, 0]
    assert view.sweeping == Sweeping(ADDRESS, values(100, 500, 9_000))
    text = queries.text_with_value(view.parts[1].text, sweep, Decimal(700))
    assert "700" in load_programme(text).ladder.tiers[1].enter
    assert ADDRESS in {one.address for one in queries.parameters_of(view.parts[1].text)}


@pytest.mark.parametrize("given", [values(), values(500), values(500, 500), values(*range(41))])
def test_some_values_are_tried_and_not_too_many(ask, given) -> None:
    with pytest.raises(SweepInvalid):
        ask(sweeping=Sweeping(ADDRESS, given))


def test_there_has_to_be_such_a_number(ask) -> None:
    with pytest.raises(ParameterUnknown):
        ask(sweeping=Sweeping("rules.nothing", values(1, 2)))


def test_the_value_that_gives_what_is_wanted_is_looked_for(shop, answered) -> None:
    goal = Goal("tier", Decimal(50), "silver")
    asked = queries.searching(harder(), ADDRESS, (Decimal(100), Decimal(9_000)), goal)
    assert asked == Sweeping(ADDRESS, values(100, 1880, 3660, 5440, 7220, 9000), goal)
    view = answered(harder(), sweeping=asked)
    answer = view.answer
    assert view.sweeping == asked
    assert (answer.found.goal, answer.found.reached) == (goal, Decimal(50))
    assert len(answer.sweep.points) > len(asked.values)
    best = next(point for point in answer.sweep.points if point.value == answer.found.best)
    assert {one.tier: one.members for one in best.results.tier_months}["silver"] == 2


def test_no_value_may_meet_a_ceiling(answered) -> None:
    goal = Goal("liability", Decimal(1), at_most=True)
    answer = answered(harder(), sweeping=Sweeping(ADDRESS, values(100, 500), goal)).answer
    assert (answer.found.best, answer.found.reached, len(answer.sweep.points)) == (None, None, 2)


@pytest.mark.parametrize(
    "goal",
    [
        Goal("tier", Decimal(10), "platinum"),
        Goal("tier", Decimal(101), "silver"),
        Goal("issued", Decimal(-1)),
        Goal("issued", Decimal(1), "silver"),
        Goal("sales", Decimal(1)),
    ],
)
def test_a_goal_has_to_make_sense(ask, goal) -> None:
    with pytest.raises(GoalInvalid):
        ask(sweeping=Sweeping(ADDRESS, values(1, 2), goal))


def test_points_without_a_cash_value_have_no_cost_to_look_for(ask) -> None:
    worthless = harder().replace('"cash_value": "0.01", ', "")
    with pytest.raises(GoalWorthless):
        ask(worthless, sweeping=Sweeping(ADDRESS, values(1, 2), Goal("issued", Decimal(1))))


def test_progress_through_several_passes_goes_on() -> None:
    told: list[tuple[int, int]] = []
    on = through(lambda done, everything: told.append((done, everything)), 2)
    for done in (5, 10, 5, 10, 10):
        on(done, 10)
    assert told == [(5, 20), (10, 20), (15, 20), (20, 20), (30, 30)]
