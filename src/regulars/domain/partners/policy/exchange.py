"""What points come to in a partner's currency and the other way round. Whole numbers only, rounded once.

What the member gets is rounded down to a whole unit, so that it is never more than the rate gives; what the member
gives for it is then only as much as that takes, so that nothing is given for nothing.
"""

from __future__ import annotations

from decimal import Decimal

from regulars.domain.partners.errors import AmountInvalid, AmountTooSmall, RateInvalid
from regulars.domain.partners.types import Exchange, Rate

MICRO = 1_000_000
LARGEST_AMOUNT = 10**12
LARGEST_RATE = Decimal(1_000_000)


def into_points(rate: Rate, units: int, decimals: int) -> Exchange:
    """Units of the partner's currency given for points; raises AmountTooSmall when they come to none."""
    check_amount(units)
    per_point = micro(rate.units_in)
    whole = MICRO * 10**decimals
    points = units * whole // per_point
    if points == 0:
        raise AmountTooSmall(given=units)
    return Exchange(points, -(-points * per_point // whole))


def out_of_points(rate: Rate, points: int, decimals: int) -> Exchange:
    """Points given for units of the partner's currency; raises AmountTooSmall when they come to none."""
    check_amount(points)
    per_point = micro(rate.units_out)
    whole = MICRO * 10**decimals
    units = points * per_point // whole
    if units == 0:
        raise AmountTooSmall(given=points)
    return Exchange(-(-units * whole // per_point), units)


def check_amount(amount: int) -> None:
    """Raise AmountInvalid unless the amount is above zero and not larger than can be right."""
    if not 0 < amount <= LARGEST_AMOUNT:
        raise AmountInvalid(given=amount)


def micro(value: Decimal) -> int:
    """A rate in millionths; raises RateInvalid."""
    if not value.is_finite() or not 0 < value <= LARGEST_RATE:
        raise RateInvalid(given=str(value)[:40])
    scaled = value * MICRO
    if scaled != scaled.to_integral_value():
        raise RateInvalid(given=str(value)[:40])
    return int(scaled)


def of_micro(value: int) -> Decimal:
    """A rate from millionths, without zeros at its end."""
    return (Decimal(value) / MICRO).normalize() + Decimal(0)
