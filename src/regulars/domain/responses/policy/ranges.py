"""From the sums of many runs to figures with ranges, and to what they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.domain.replay.policy.summing import worths_of
from regulars.domain.replay.types import Results
from regulars.domain.responses.policy.assumptions import Drawn
from regulars.domain.responses.policy.chance import Shares, uniform
from regulars.domain.responses.policy.figures import GROUPS, Span, Sums
from regulars.domain.responses.types import Figure, FigureRange, MonthRange, Range
from regulars.engine.compile import CompiledProgramme
from regulars.engine.months import month_text
from regulars.engine.states import Integers

PERCENTILES = (10, 50, 90)

_RESAMPLED = 102


@dataclass(frozen=True)
class Known:
    """What is known of all members: results of the plain replay of the baseline and the draft, and sales by month.

    `simulated` is the part of the members that responses were simulated for, greater than 0 and at most 1.
    """

    baseline: Results
    draft: Results
    programme: CompiledProgramme
    sales: Integers
    span: Span
    simulated: float


@dataclass(frozen=True)
class Course:
    """A figure month by month: of the baseline, of the draft as it was, and in each run.

    baseline, unchanged: float64[months]; runs: float64[runs, months]. `summed`: the figure over the slice is the sum of
    its months, else that of the last.
    """

    figure: Figure
    tier: str
    baseline: Shares
    unchanged: Shares
    runs: Shares
    summed: bool

    def whole(self) -> tuple[float, float, Shares]:
        """The figure over the slice."""
        parts = (self.baseline, self.unchanged, self.runs)
        before, as_was, runs = (one.sum(axis=-1) if self.summed else one[..., -1] for one in parts)
        return float(before), float(as_was), runs


def weights_of(seed: int, run: int, simulated: float) -> Shares:
    """How much each group of members weighs in a run: groups drawn again, as far as not all members were simulated.

    A bootstrap over groups (Efron, 1979), narrowed by what is not left to chance: a share f of the members leaves the
    square root of 1 - f of the spread.
    """
    drawn = (uniform(seed, _RESAMPLED, run, np.arange(GROUPS)) * GROUPS).astype(np.int64)
    counts = np.bincount(drawn, minlength=GROUPS)
    spread = float(np.sqrt(max(1.0 - simulated, 0.0) * GROUPS / (GROUPS - 1)))
    return np.asarray(1.0 + spread * (counts - 1.0), dtype=np.float64)


def courses_of(known: Known, runs: Sequence[Sums], weights: Sequence[Shares]) -> list[Course]:
    """All figures but the return, from what each run is more than the plain replay of the draft."""
    sales, redeemed, outstanding, tiers = (
        np.stack([_weighted(getattr(one, name), weight) for one, weight in zip(runs, weights, strict=True)])
        / known.simulated
        for name in Sums._fields
    )
    worth = np.array([0.0 if one.minor is None else float(one.minor) for one in worths_of(known.programme)])
    more_cost, more_liability = redeemed @ worth, np.cumsum(outstanding, axis=1) @ worth
    bought = known.sales.astype(np.float64)
    costs = [_flows(one, known.span) for one in (known.baseline, known.draft)]
    held = [_stocks(one, known.span) for one in (known.baseline, known.draft)]
    nothing = np.zeros(known.span.months)
    found = [
        Course(Figure.SALES, "", bought, bought, bought + sales, summed=True),
        Course(Figure.INCREMENTAL_SALES, "", nothing, nothing, sales, summed=True),
        Course(Figure.COST, "", costs[0], costs[1], costs[1] + more_cost, summed=True),
        Course(Figure.LIABILITY, "", held[0], held[1], held[1] + more_liability, summed=False),
        _incremental_cost(costs, held, more_cost, more_liability),
    ]
    mix = [_mix(one, known.span) for one in (known.baseline, known.draft)]
    shifted = np.cumsum(tiers, axis=1)
    for place, tier in enumerate(known.draft.tiers):
        before = mix[0].get(tier, nothing)
        found.append(
            Course(Figure.MEMBERS, tier, before, mix[1][tier], mix[1][tier] + shifted[:, :, place], summed=False)
        )
    return found


def even() -> Shares:
    """The weights of groups that all weigh the same."""
    return np.ones(GROUPS)


def return_of(courses: Sequence[Course], draws: Sequence[Drawn]) -> Course:
    """Margin on the sales in addition less the cost in addition, with the margin of each run."""
    by_figure = {one.figure: one for one in courses}
    sales, cost = by_figure[Figure.INCREMENTAL_SALES], by_figure[Figure.INCREMENTAL_COST]
    margins = np.array([one.margin for one in draws], dtype=np.float64)
    runs = margins[:, None] * np.cumsum(sales.runs, axis=1) - cost.runs
    return Course(Figure.RETURN, "", np.zeros(len(cost.unchanged)), -cost.unchanged, runs, summed=False)


def figures_in(courses: Sequence[Course]) -> tuple[FigureRange, ...]:
    """The figures over the slice."""
    return tuple(
        FigureRange(one.figure, one.tier, round(before), round(unchanged), range_of(runs))
        for one in courses
        for before, unchanged, runs in [one.whole()]
    )


def months_in(courses: Sequence[Course], span: Span) -> tuple[MonthRange, ...]:
    """The figures month by month."""
    return tuple(
        MonthRange(
            month_text(span.first + month),
            one.figure,
            one.tier,
            round(float(one.baseline[month])),
            round(float(one.unchanged[month])),
            range_of(one.runs[:, month]),
        )
        for one in courses
        for month in range(span.months)
    )


def range_of(values: Shares) -> Range:
    """The percentiles of a figure, in whole units."""
    return Range(*(round(float(one)) for one in np.percentile(values, PERCENTILES)))


def _incremental_cost(costs: Sequence[Shares], held: Sequence[Shares], more: Shares, more_held: Shares) -> Course:
    """What was redeemed and is outstanding, more than under the baseline, from the first month to each."""
    before, as_was = (np.cumsum(cost) + owed for cost, owed in zip(costs, held, strict=True))
    nothing = np.zeros(len(before))
    runs = as_was - before + np.cumsum(more, axis=1) + more_held
    return Course(Figure.INCREMENTAL_COST, "", nothing, as_was - before, runs, summed=False)


def _weighted(sums: Integers, weight: Shares) -> Shares:
    return np.asarray(np.tensordot(weight, sums.astype(np.float64), axes=1), dtype=np.float64)


def _flows(results: Results, span: Span) -> Shares:
    """What redeemed points cost in each month, over all wallets."""
    found = np.zeros(span.months)
    for one in results.wallet_months:
        found[_place(one.month, span)] += one.cost_minor or 0
    return found


def _stocks(results: Results, span: Span) -> Shares:
    """The liability at the end of each month, over all wallets."""
    ends: dict[str, float] = {}
    for one in results.wallet_months:
        ends[one.month] = ends.get(one.month, 0.0) + (one.liability_minor or 0)
    return _carried(ends, span)


def _mix(results: Results, span: Span) -> dict[str, Shares]:
    """Members on each tier at the end of each month."""
    ends: dict[str, dict[str, float]] = {tier: {} for tier in results.tiers}
    for one in results.tier_months:
        ends[one.tier][one.month] = one.members
    return {tier: _carried(months, span) for tier, months in ends.items()}


def _carried(ends: dict[str, float], span: Span) -> Shares:
    """What stands at the end of each month of the span; what another time zone puts outside stands beside it."""
    found = np.zeros(span.months)
    for month, value in sorted(ends.items()):
        found[_place(month, span) :] = value
    return found


def _place(month: str, span: Span) -> int:
    year, number = (int(part) for part in month.split("-"))
    return min(max((year - 1970) * 12 + number - 1 - span.first, 0), span.months - 1)
