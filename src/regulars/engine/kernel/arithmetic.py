"""Fractions and rounding on integers."""

from __future__ import annotations

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Rounding


@compiled
def greatest_common_divisor(first: int, second: int) -> int:
    """Of two integers that are not negative; at least 1."""
    while second:
        first, second = second, first % second
    return max(first, 1)


@compiled
def divide(numerator: int, denominator: int, rounding: int) -> int:
    """`numerator / denominator`, both not negative, rounded once by a `Rounding` mode."""
    whole = numerator // denominator
    rest = numerator - whole * denominator
    if rest == 0 or rounding == Rounding.FLOOR:
        return whole
    if rounding == Rounding.CEIL:
        return whole + 1
    twice = rest * 2
    if twice > denominator or (twice == denominator and (rounding == Rounding.HALF_UP or whole % 2 == 1)):
        return whole + 1
    return whole


@compiled
def whole_steps(basis: int, step: int) -> int:
    """A basis without what is beyond a whole multiple of `step`; all of it when that is 0."""
    return basis // step * step if step > 0 else basis


@compiled
def share(total: int, part: int, whole: int) -> int:
    """`total * part / whole` rounded down, for integers that are not negative and with `part` up to `whole`.

    The product may leave 64 bits, so the rest of the division is multiplied bit by bit; `whole` stays below 2**62.
    """
    if whole <= 0:
        return 0
    quotient = total // whole
    rest = total - quotient * whole
    of_rest = 0
    carry = 0
    for bit in range(62, -1, -1):
        of_rest *= 2
        carry *= 2
        if (part >> bit) & 1:
            carry += rest
        while carry >= whole:
            carry -= whole
            of_rest += 1
    return quotient * part + of_rest
