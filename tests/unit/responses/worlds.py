"""Members made up with a known behaviour, for estimators to find again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regulars.domain.responses.policy.changes import Watched
from regulars.domain.responses.policy.estimating import Spent
from regulars.domain.responses.policy.panel import Panel

THRESHOLDS = np.array([20, 45])
"""Purchases within 52 weeks for the second and the third tier."""


@dataclass(frozen=True)
class World:
    """How members behave: the effects to find, and what looks like them.

    moods: how long a lively time lasts, 0 to 1. drift: how much livelier everybody gets in a year.
    """

    pull: float = 0.0
    reset: float = 0.0
    moods: float = 0.0
    drift: float = 0.0
    members: int = 1500
    weeks: int = 80


def lived(world: World, seed: int) -> Panel:
    """The weeks of members who buy by chance, in seasons, each at their own rate, and rise by purchases."""
    chance = np.random.default_rng(seed)
    rates = chance.gamma(2.0, 0.4, world.members)
    shape = (world.weeks, world.members)
    bought, tiers, gone = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    risen = np.full(shape, 10_000)
    tier, since, mood = np.zeros(world.members, dtype=np.int64), risen[0], np.ones(world.members)
    for week in range(world.weeks):
        had = bought[max(0, week - 52) : week].sum(axis=0)
        before = tier
        tier = np.maximum(tier, np.searchsorted(THRESHOLDS, had, side="right"))
        since = np.where(tier > before, 0, since + 1)
        need = THRESHOLDS[np.minimum(tier, 1)]
        gone[week] = np.where(tier < 2, 100 * had // need, -1)
        tiers[week], risen[week] = tier, since
        if world.moods:
            mood = mood**world.moods * np.exp(chance.normal(0, 0.5, world.members))
        season = 1 + 0.3 * np.sin(2 * np.pi * week / 52)
        moved = np.where((gone[week] >= 80) & (gone[week] < 100), 1 + world.pull, 1.0)
        rested = np.where(since < 4, 1 - world.reset, 1.0)
        bought[week] = chance.poisson(rates * season * moved * rested * mood * np.exp(world.drift * week / 52))
    some = bought > 0
    first, last = some.argmax(axis=0), world.weeks - 1 - some[::-1].argmax(axis=0)
    number = np.arange(world.weeks)[:, None]
    return Panel(tiers, gone, bought, (number > first) & (number < last), risen)


def redeemed(power: float, noise: float, seed: int) -> Spent:
    """Redemptions that follow what members had with a power: 0 not at all, 1 in proportion."""
    chance = np.random.default_rng(seed)
    member = np.repeat(np.arange(200), 8)
    own = chance.normal(6, 1, 200)[member]
    had = own + chance.normal(0, 0.5, len(member))
    return Spent(member, had, own / 2 + power * (had - own) + chance.normal(0, noise, len(member)))


def watched(elasticity: float, dose: float, seed: int, *, pilot: bool, trend: float = 0.0) -> Watched:
    """Members around a change that gives half of them so much more of their spend; a season moves everybody."""
    chance = np.random.default_rng(seed)
    rates = chance.gamma(2.0, 4.0, 4000)
    treated = chance.random(4000) < 0.5
    grown = np.where(treated, 1 + trend, 1.0)
    earlier = chance.poisson(rates)
    before = chance.poisson(rates * 1.2 * grown)
    after = chance.poisson(rates * 0.8 * grown**2 * np.where(treated, 1 + elasticity * dose, 1.0))
    doses = np.where(treated, dose, 0.0)
    return Watched(earlier, before, after, doses, doses, treated if pilot else None)
