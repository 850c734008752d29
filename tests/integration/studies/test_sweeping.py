"""Studies that try a number of the draft with other values."""

from decimal import Decimal

import pytest

from regulars.domain.replay.errors import ParameterUnknown
from regulars.domain.studies import queries
from regulars.domain.studies.errors import SweepInvalid
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
