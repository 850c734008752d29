"""Looking for the value of a parameter that comes nearest to what is wanted."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from regulars.domain.replay.errors import GoalUnreadable
from regulars.domain.replay.types import Goal, Results, Sweep, SweepPoint

_BETWEEN = 8
"""Values that are tried between two neighbours at a time."""

_FINEST = Decimal("0.005")
"""Of a number with decimals: the part of it to which it is told."""

_GOAL = re.compile(r"^\s*([a-z][a-z0-9_]*)\s*(<=|=)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$")


def goal_of(text: str, tiers: tuple[str, ...], minor_units: int) -> Goal:
    """What is wanted, in words: `gold=10%`, `gold<=10%`, `issued<=50000`, `liability<=50000`.

    Amounts are in the currency, of so many minor units. Raises GoalUnreadable.
    """
    match = _GOAL.match(text)
    if match is None:
        raise GoalUnreadable(wanted=text)
    name, sign, number, share = match.groups()
    if share and name in tiers:
        return Goal("tier", Decimal(number), name, sign == "<=")
    if not share and name in ("issued", "liability"):
        return Goal(name, Decimal(number) * minor_units, at_most=sign == "<=")
    raise GoalUnreadable(wanted=text)


def figure_of(goal: Goal, results: Results) -> Decimal:
    """The figure that a goal speaks of."""
    if goal.figure == "tier" and goal.tier is not None:
        level = results.tiers.index(goal.tier)
        last = results.tier_months[-1].month
        above = sum(
            one.members for one in results.tier_months if one.month == last and results.tiers.index(one.tier) >= level
        )
        return Decimal(above) * 100 / Decimal(results.members)
    amounts = ((one.issued_minor if goal.figure == "issued" else one.liability_minor) for one in results.wallets)
    return Decimal(sum(amount or 0 for amount in amounts))


def best_of(goal: Goal, sweep: Sweep) -> SweepPoint | None:
    """The point nearest to the goal; of a bound, none that exceeds it."""
    known = [(point, figure_of(goal, point.results)) for point in sweep.points if point.results is not None]
    if goal.at_most:
        known = [(point, figure) for point, figure in known if figure <= goal.wanted]
    nearest = min(known, key=lambda pair: (abs(pair[1] - goal.wanted), pair[0].value), default=None)
    return None if nearest is None else nearest[0]


def narrowed(goal: Goal, sweep: Sweep) -> tuple[Decimal, ...]:
    """Values between the two neighbours where the figure passes what is wanted; none when they are near enough.

    Where all values so far are whole, so are these.
    """
    tried = {point.value for point in sweep.points}
    whole = sweep.parameter.whole and all(value == value.to_integral_value() for value in tried)
    known = [(point.value, figure_of(goal, point.results)) for point in sweep.points if point.results is not None]
    for (low, before), (high, after) in pairwise(known):
        if min(before, after) <= goal.wanted <= max(before, after) and before != after:
            return tuple(value for value in _between(low, high, whole=whole) if value not in tried)
    return ()


def _between(low: Decimal, high: Decimal, *, whole: bool) -> tuple[Decimal, ...]:
    """Up to so many values between two, evenly apart."""
    if not whole and (high - low) <= _FINEST * abs(high):
        return ()
    steps = [low + (high - low) * place / (_BETWEEN + 1) for place in range(1, _BETWEEN + 1)]
    exponent = Decimal(1) if whole else Decimal("0.0001")
    rounded = {step.quantize(exponent, ROUND_HALF_UP) for step in steps}
    return tuple(sorted(rounded - {low, high}))
