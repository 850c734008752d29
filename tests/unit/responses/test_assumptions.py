"""Assumptions as a document, chance from a seed, and draws."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.domain.responses.errors import AssumptionsInvalid
from regulars.domain.responses.policy.assumptions import (
    PUBLISHED,
    Drawn,
    assumed_from,
    draws_of,
    likely,
    load_assumptions,
    text_of,
    varied,
)
from regulars.domain.responses.policy.chance import triangular, uniform
from regulars.domain.responses.policy.contrasts import Doubt
from regulars.domain.responses.policy.estimating import Estimate
from regulars.domain.responses.policy.planning import TORNADO_RUNS, Plan
from regulars.domain.responses.types import ShareAssumption


def problems(text: str) -> list[str]:
    with pytest.raises(AssumptionsInvalid) as refused:
        load_assumptions(text)
    return [one["path"] for one in refused.value.params["findings"]]


def test_what_is_published_says_its_sources_and_reads_back() -> None:
    text = text_of(PUBLISHED)
    assert load_assumptions(text) == PUBLISHED
    assert "Kivetz, Urminsky & Zheng (2006)" in text
    assert "margin" not in text


def test_all_that_is_wrong_is_named() -> None:
    whole = text_of(PUBLISHED)
    assert problems(whole + "puls: 1\n") == ["puls"]
    assert problems(whole.replace("high: 0.2", "high: 0.01")) == ["pull"]
    both = whole.replace("likely: 0.9", "likely: -0.9").replace("within_percent: 20", "within_percent: x")
    assert problems(both) == ["within_percent", "redemption.likely"]
    assert problems("pull: [") == [""]
    assert problems("margin: {low: 0, likely: 1, high: 2}\n" + whole) == ["margin.high"]


def test_chance_depends_on_what_it_is_for_alone() -> None:
    members = np.arange(10_000)
    values = uniform(7, 3, 1, members, members % 7)
    assert values.min() >= 0
    assert values.max() < 1
    assert abs(values.mean() - 0.5) < 0.01
    assert abs(np.corrcoef(values[1:], values[:-1])[0, 1]) < 0.03
    assert uniform(7, 3, 1, members[5:9], (members % 7)[5:9]).tolist() == values[5:9].tolist()
    assert not np.array_equal(uniform(8, 3, 1, members, members % 7), values)


def test_triangular_by_hand() -> None:
    # Half of a symmetric triangle lies below its peak; an eighth below a quarter of the way.
    assert triangular(0.5, 0, 1, 2) == 1
    assert triangular(0.125, 0, 1, 2) == 0.5
    assert triangular(0.875, 0, 1, 2) == 1.5
    assert triangular(0, 1, 1, 3) == 1
    assert triangular(0.3, 2, 2, 2) == 2


def test_draws_keep_to_their_ranges_and_differ_by_run() -> None:
    assumptions = PUBLISHED.model_copy(update={"margin": ShareAssumption(low=0.2, likely=0.2, high=0.2)})
    draws = draws_of(assumptions, 1, 200)
    for name in Drawn._fields:
        one = getattr(assumptions, name)
        values = [getattr(draw, name) for draw in draws]
        assert one.low <= min(values) <= max(values) <= one.high
    assert len({draw.pull for draw in draws}) == 200
    assert draws_of(assumptions, 1, 200) == draws
    assert draws_of(assumptions, 2, 200) != draws
    assert {draw.margin for draw in draws} == {0.2}
    assert likely(PUBLISHED).margin is None
    few = draws_of(PUBLISHED, 1, 9)
    # Half of the draws are below the median, which of this triangle is sqrt(1.5 / 2) below its end.
    assert sum(draw.elasticity < 1.5 - (1.5 / 2) ** 0.5 for draw in few) in {4, 5}
    assert varied(assumptions) == ["pull", "reset", "elasticity", "redemption"]


def test_the_tornado_moves_one_assumption_at_a_time() -> None:
    plan = Plan(PUBLISHED, 5, 1)
    middle = likely(PUBLISHED)
    for name, values in plan.ends():
        assert [field for field in Drawn._fields if getattr(values, field) != getattr(middle, field)] == [name]
    assert len(plan.jobs()) == 5 + TORNADO_RUNS * (1 + 8)
    assert {job.chance.run for job in plan.jobs()[5:]} == set(range(TORNADO_RUNS))


def test_estimates_stand_where_data_tell_and_doubts_where_they_do_not() -> None:
    estimates = [Estimate("pull", None, 900, 5000, 0.02, 0.04, 0.06), Estimate("reset", Doubt.WIDE, 900, 5000)]
    found = assumed_from(estimates, {"pull": "so", "reset": "it cannot"}, 15, 21)
    assert (found.pull.low, found.pull.likely, found.pull.high) == (0.02, 0.04, 0.06)
    assert (found.pull.source.kind, found.pull.source.measured) == ("estimate", "so")
    assert (found.reset.low, found.reset.high) == (PUBLISHED.reset.low, PUBLISHED.reset.high)
    assert found.reset.source.measured.endswith(" it cannot")
    assert (found.within_percent, found.reset_days) == (15, 21)
    assert load_assumptions(text_of(found)) == found
