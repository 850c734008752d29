"""Members week by week: where they stood when it began and how often they bought in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.lived import Purchases
from regulars.domain.responses.policy.nearness import Standings
from regulars.engine.kernel.layout import Flags
from regulars.engine.states import Integers

BANDS = 4
"""Parts of a course that are compared: the one in question, and three as long beyond it."""

_LONG_AGO = 10_000


class Panel(NamedTuple):
    """Weeks of members: int64[weeks, members] each, as of the beginning of the week.

    tier: where they stand. gone: the per cent of the way to the next tier that is gone, below 0 on the highest. bought:
    purchases in the week. active: bool, between the weeks of the member's first and last purchase, which are left out:
    they hold a purchase by the way they were chosen. risen: weeks since the member was first seen on a higher tier.
    """

    tier: Integers
    gone: Integers
    bought: Integers
    active: Flags
    risen: Integers


class Band(NamedTuple):
    """Purchases and weeks, the latter weighted by season: float64[strata, members] each."""

    bought: Shares
    weeks: Shares


def panel_of(standings: Standings, bought: Purchases) -> Panel:
    """The panel of some members."""
    weeks, members = standings.tier.shape
    week = np.searchsorted(standings.starts, bought.at, side="right") - 1
    counts = np.zeros((weeks, members), dtype=np.int64)
    np.add.at(counts, (week, bought.member), 1)
    number = np.arange(weeks)[:, None]
    some = counts > 0
    first = np.where(some.any(axis=0), some.argmax(axis=0), weeks)
    last = weeks - 1 - some[::-1].argmax(axis=0)
    risen = np.full((weeks, members), _LONG_AGO, dtype=np.int64)
    for place in range(1, weeks):
        up = standings.tier[place] > standings.tier[place - 1]
        risen[place] = np.where(up, 0, np.minimum(risen[place - 1] + 1, _LONG_AGO))
    active = (number > first) & (number < last)
    return Panel(standings.tier, standings.gone, counts, active, risen)


def together(panels: Sequence[Panel]) -> Panel:
    """The panels of different members over the same weeks as one."""
    return Panel(*(np.concatenate(parts, axis=1) for parts in zip(*panels, strict=True)))


def season_of(panel: Panel) -> Shares:
    """How lively each week is beside the others, float64[weeks]: purchases by active members, on average 1."""
    active = panel.active.sum(axis=1)
    bought = np.where(panel.active, panel.bought, 0).sum(axis=1)
    rates = np.divide(bought, active, out=np.zeros(len(active)), where=active > 0)
    overall = bought.sum() / max(int(active.sum()), 1)
    return np.asarray(rates / overall if overall > 0 else rates, dtype=np.float64)


def bands_of(panel: Panel, within_percent: int, rest_weeks: int, tiers: int) -> list[Band]:
    """Purchases and weeks in each band of the way to the next tier, the nearest first; strata are tiers.

    Weeks soon after a rise are left out. How near a member is at the beginning of a week is settled before the week's
    purchases, and all of these count, also those after the threshold was crossed: nothing is cut off by what it shows.
    """
    season = season_of(panel)[:, None]
    usual = panel.active & (panel.risen >= rest_weeks)
    found = []
    for band in range(BANDS):
        top = 100 - band * within_percent
        here = usual & (panel.gone >= top - within_percent) & (panel.gone < top) & (panel.gone >= 0)
        own = [here & (panel.tier == tier) for tier in range(tiers)]
        found.append(_band(panel, own, season))
    return found


def rests_of(panel: Panel, within_percent: int, rest_weeks: int, tiers: int) -> list[Band]:
    """Purchases and weeks in each stretch after a rise, the first ones first; strata are the tiers risen to.

    Weeks near the next threshold are left out.
    """
    season = season_of(panel)[:, None]
    far = panel.active & (panel.gone < 100 - within_percent)
    found = []
    for band in range(BANDS):
        here = far & (panel.risen >= band * rest_weeks) & (panel.risen < (band + 1) * rest_weeks)
        found.append(_band(panel, [here & (panel.tier == tier) for tier in range(tiers)], season))
    return found


def _band(panel: Panel, strata: Sequence[Flags], season: Shares) -> Band:
    bought = np.stack([np.where(one, panel.bought, 0).sum(axis=0) for one in strata])
    weeks = np.stack([np.where(one, season, 0.0).sum(axis=0) for one in strata])
    return Band(bought.astype(np.float64), weeks)
