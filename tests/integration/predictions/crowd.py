"""Members with habits: own gaps, own favourites, and some who stop, so that there is something to predict."""

from __future__ import annotations

from random import Random

from tests.shoppers import Bought, Did

DAYS = 320
AISLES = ("bread", "dairy", "fruit", "drinks", "home", "garden", "pets", "toys")


def habits(members: int = 700, days: int = DAYS, seed: int = 6) -> list[Bought | Did]:
    """Purchases by day. A member's chance to stop after a purchase grows with the gap."""
    dice, told = Random(seed), list[Bought | Did]()
    for member in range(1, members + 1):
        gap = dice.choice((3, 5, 8, 14, 21))
        spend, likes = dice.randint(500, 8_000), dice.sample(AISLES, 3)
        day = dice.randrange(gap)
        while day < days:
            amount = max(int(dice.gauss(spend, spend / 4)), 50)
            aisle = dice.choice(likes) if dice.random() < 0.85 else dice.choice(AISLES)
            told.append(Bought(member, day, amount, aisle, discount=dice.choice((0, 0, 100))))
            if dice.random() < gap / 700:
                break
            day += 1 + dice.randrange(2 * gap)
    return told


def odd() -> list[Bought | Did]:
    """One purchase, a basket worth nothing, all of it refunded, nothing bought, and ten thousand purchases."""
    told: list[Bought | Did] = [Bought(1_001, 300), Bought(1_002, 300, 0), Did(1_005, 5, "visited")]
    told += [Bought(1_003, 290, 900, order=77), Did(1_003, 295, "refund", order=77)]
    return told + [Bought(1_006, number % DAYS, 10) for number in range(10_000)]
