"""A draft's answer from the sums of its runs: figures and months with ranges, and the tornado."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.domain.responses.policy.assumptions import Drawn, likely
from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.figures import Sums
from regulars.domain.responses.policy.planning import TORNADO_RUNS, Plan
from regulars.domain.responses.policy.ranges import (
    Course,
    Known,
    courses_of,
    even,
    figures_in,
    months_in,
    return_of,
    weights_of,
)
from regulars.domain.responses.types import MARGIN, Bar, DraftResponse, Figure, Tornado


@dataclass(frozen=True)
class Drivers:
    """What members respond to: baskets bought near a threshold and worth of points as a share of spend, under both."""

    near: tuple[float, float]
    worth: tuple[float, float]


def response_of(known: Known, plan: Plan, sums: Sequence[Sums], drivers: Drivers) -> DraftResponse:
    """What a draft would have done, from the sums of its runs in the order of the plan."""
    draws = [job.drawn for job in plan.jobs()[: plan.runs]]
    weights = [weights_of(plan.seed, run, known.simulated) for run in range(plan.runs)]
    courses = _courses(known, sums[: plan.runs], weights, draws)
    return DraftResponse(
        name=known.draft.name,
        baseline=known.baseline.name,
        near=drivers.near,
        worth=drivers.worth,
        figures=figures_in(courses),
        months=months_in(courses, known.span),
        tornado=_tornado(known, plan, sums[plan.runs :]),
    )


def _courses(known: Known, sums: Sequence[Sums], weights: Sequence[Shares], draws: Sequence[Drawn]) -> list[Course]:
    """All figures; the return only with a margin."""
    courses = courses_of(known, sums, weights)
    return courses if draws[0].margin is None else [*courses, return_of(courses, draws)]


def _tornado(known: Known, plan: Plan, sums: Sequence[Sums]) -> Tornado:
    """The figure that matters at both ends of each assumption: the return, without a margin the sales in addition."""
    margin = plan.assumptions.margin
    figure = Figure.INCREMENTAL_SALES if margin is None else Figure.RETURN
    middle = likely(plan.assumptions)
    at = [
        _mean(known, sums[place : place + TORNADO_RUNS], figure, values)
        for place, values in zip(
            range(0, len(sums), TORNADO_RUNS), (middle, *(values for _, values in plan.ends())), strict=True
        )
    ]
    bars = [
        Bar(name, getattr(low, name), getattr(high, name), at[place + 1], at[place + 2])
        for place, ((name, low), (_, high)) in enumerate(zip(plan.ends()[::2], plan.ends()[1::2], strict=True))
        for place in [2 * place]
    ]
    if margin is not None and margin.low < margin.high:
        ends = [
            _mean(known, sums[:TORNADO_RUNS], figure, middle._replace(margin=one)) for one in (margin.low, margin.high)
        ]
        bars.append(Bar(MARGIN, margin.low, margin.high, *ends))
    return Tornado(figure, at[0], tuple(sorted(bars, key=lambda bar: -bar.width)))


def _mean(known: Known, sums: Sequence[Sums], figure: Figure, values: Drawn) -> int:
    """The figure over the slice, the mean of some runs with the same values."""
    courses = _courses(known, sums, [even()] * len(sums), [values] * len(sums))
    _, _, runs = next(one for one in courses if one.figure is figure).whole()
    return round(float(runs.mean()))
