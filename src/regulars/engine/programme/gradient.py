"""Findings about tiers that give less than lower ones: members would lose by rising.

Published plans contain this mistake where a discount is written as what is left to pay: of 0.9 (九折) and 0.98 (九八折)
the smaller number is the better price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from operator import gt, lt

from regulars.engine.errors import Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.programme.model import Programme
from regulars.engine.programme.rates import check_rates

Worse = Callable[[Decimal, Decimal], bool]
"""Whether the value of a tier, the first, is worse for the member than that of a lower tier."""
_WHOLE = Decimal(1)


def check_gradient(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """All findings about factors, shares of orders and prices by tier, and what rules and factors come to together."""
    tiers = [tier.id for tier in programme.ladder.tiers]
    for index, multiplier in enumerate(programme.multipliers):
        if multiplier.by_tier is not None:
            factors = [(tier, multiplier.by_tier.get(tier, _WHOLE)) for tier in tiers]
            yield from _steps(f"multipliers.{index}.by_tier", multiplier.by_tier, factors, "factor_falls", lt)
    for index, wallet in enumerate(programme.wallets):
        spending, path = wallet.spending, f"wallets.{index}.spending"
        given = spending.order_share_by_tier
        shares = [(tier, given.get(tier, spending.order_share or _WHOLE)) for tier in tiers]
        yield from _steps(f"{path}.order_share_by_tier", given, shares, "share_falls", lt)
        prices = [(tier, spending.price_by_tier.get(tier, _WHOLE)) for tier in tiers]
        yield from _steps(f"{path}.price_by_tier", spending.price_by_tier, prices, "price_rises", gt)
    yield from check_rates(programme, scope)


def _steps(
    path: str, given: Mapping[str, Decimal], steps: list[tuple[str, Decimal]], code: str, worse: Worse
) -> Iterator[Finding]:
    """A finding for each tier whose value is worse than the best of the tiers below; `steps` go from low to high."""
    if not given:
        return
    best = steps[0]
    for tier, value in steps[1:]:
        if worse(value, best[1]):
            place = f"{path}.{tier}" if tier in given else path
            yield found(place, code, "warning", tier=tier, here=value, lower=best[0], there=best[1])
        else:
            best = (tier, value)
