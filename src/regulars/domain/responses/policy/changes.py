"""What past changes of the programme tell of the response to points: before and after, beside those without change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from regulars.domain.replay.policy.summing import worths_of
from regulars.domain.responses.policy.answering import Side
from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.contrasts import FEWEST_MEMBERS, FEWEST_PURCHASES, INTERVAL, Doubt, resamples
from regulars.domain.responses.policy.estimating import CROOKED, Estimate
from regulars.domain.responses.policy.lived import points_of, purchases_of
from regulars.engine.kernel.layout import Flags
from regulars.engine.states import Integers

WINDOW_WEEKS = 8
WINDOW = WINDOW_WEEKS * 7 * 86_400_000_000

PLAIN = 0.0005
"""Whose points change by less than this share of their spend has no change."""

LEAST = 0.001
"""A change has to be at least this share of spend on average."""

NARROW = 0.1
"""An elasticity that is below this at the upper end of its interval is told as none."""

MOST = 5.0
"""No assumption goes beyond this."""


class Watched(NamedTuple):
    """Members around a change: purchases in three windows of equal length, the last one after it.

    earlier, before, after: int64[members]. dose, dose_before: float64[members], by which share of their spend in the
    window `before` (`earlier`) the change would have raised their points. treated: bool[members]; None where everybody
    was changed, and what differs is the dose.
    """

    earlier: Integers
    before: Integers
    after: Integers
    dose: Shares
    dose_before: Shares
    treated: Flags | None


def watched_of(at: int, old: Side, new: Side, treated: Flags | None) -> Watched:
    """Watch some members around an instant at which the programme changed."""
    bought = purchases_of(old.batch, old.outcome.states.members)
    count = len(old.outcome.states.members)
    window = (bought.at - at) // WINDOW
    counts = [np.bincount(bought.member[window == one], minlength=count) for one in (-2, -1, 0)]
    worth = _worth(new) - _worth(old)
    amounts = old.batch.events["amount"].to_numpy()[bought.rows]
    doses = []
    for one in (-1, -2):
        own = window == one
        spent = np.bincount(bought.member[own], amounts[own], minlength=count)
        more = np.bincount(bought.member[own], worth[own], minlength=count)
        doses.append(np.divide(more, spent, out=np.zeros(count), where=spent > 0))
    return Watched(counts[0], counts[1], counts[2], doses[0], doses[1], treated)


def joined(parts: Sequence[Watched]) -> Watched:
    """Different members around the same change as one."""
    flags = [one.treated for one in parts if one.treated is not None]
    return Watched(
        earlier=np.concatenate([one.earlier for one in parts]),
        before=np.concatenate([one.before for one in parts]),
        after=np.concatenate([one.after for one in parts]),
        dose=np.concatenate([one.dose for one in parts]),
        dose_before=np.concatenate([one.dose_before for one in parts]),
        treated=np.concatenate(flags) if flags else None,
    )


def elasticity_of(watched: Watched, seed: int) -> Estimate:
    """By how many per cent more members buy for a hundredth of their spend more in points.

    The growth of purchases from the window before to the one after of those whose points changed, over that of those
    without change: so the season cancels. In a pilot chance chose who is who. Otherwise the same comparison, a window
    earlier, says how far off it is when nothing changes; the interval is widened by it.
    """
    growth = _growth(watched.before, watched.after, watched.dose, watched.treated)
    counts = growth.members, growth.purchases
    if abs(growth.dose) < LEAST:
        return Estimate("elasticity", Doubt.NO_CHANGE, *counts)
    if growth.few:
        return Estimate("elasticity", Doubt.UNCOMPARED, *counts)
    off = 0.0
    if watched.treated is None:
        off = abs(
            _log(_growth(watched.earlier, watched.before, watched.dose_before, None).sums.sum(axis=1)[:, None])[0]
        )
    if off > CROOKED:
        return Estimate("elasticity", Doubt.BENT, *counts)
    drawn = np.stack([growth.sums @ weights for weights in resamples(growth.sums.shape[1], seed)], axis=-1)
    low, high = np.percentile(_log(drawn), INTERVAL)
    likely = float(_log(growth.sums.sum(axis=1)[:, None])[0])
    ends = [(float(np.exp(one)) - 1) / growth.dose for one in (low - off, likely, high + off)]
    return _told(counts, (min(ends), ends[1], max(ends)))


class _Growth(NamedTuple):
    """Purchases of those with a change, before and after, and of those without: float64[4, members].

    dose: the mean change of those with one; members, purchases: of both; few: whether either are too few.
    """

    sums: Shares
    dose: float
    members: int
    purchases: int
    few: bool


def _growth(before: Integers, after: Integers, dose: Shares, treated: Flags | None) -> _Growth:
    """Both groups; who bought nothing before is in none, for nothing says what the change was to them."""
    here = before > 0
    changed = here & (np.abs(dose) >= PLAIN if treated is None else treated)
    plain = here & (np.abs(dose) < PLAIN if treated is None else ~treated)
    sums = np.stack([np.where(who, one, 0) for who in (changed, plain) for one in (before, after)]).astype(np.float64)
    totals = sums.sum(axis=1)
    short = min(changed.sum(), plain.sum()) < FEWEST_MEMBERS or totals.min() < FEWEST_PURCHASES
    mean = float(dose @ sums[0] / totals[0]) if totals[0] else 0.0
    return _Growth(sums, mean, int((changed | plain).sum()), int(totals.sum()), bool(short))


def _log(sums: Shares) -> Shares:
    """The logarithm of one growth over the other, with half a purchase everywhere: float64[n] of float64[4, n]."""
    some = sums + 0.5
    return np.asarray(np.log(some[1] / some[0]) - np.log(some[3] / some[2]), dtype=np.float64)


def _told(counts: tuple[int, int], ends: tuple[float, float, float]) -> Estimate:
    low, likely, high = ends
    if (low <= 0 and high > NARROW) or low > MOST:
        return Estimate("elasticity", Doubt.WIDE, *counts)
    values = (min(max(one, 0.0), MOST) for one in (low, likely, high))
    return Estimate("elasticity", None, *counts, *values)


def _worth(side: Side) -> Shares:
    """What each purchase earned, in minor units."""
    values = np.array([0.0 if one.minor is None else float(one.minor) for one in worths_of(side.programme)])
    points = points_of(side.outcome, len(side.batch.events), len(values))
    rows = purchases_of(side.batch, side.outcome.states.members).rows
    return np.asarray(points[rows] @ values, dtype=np.float64)
