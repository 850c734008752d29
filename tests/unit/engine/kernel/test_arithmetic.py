"""Fractions and rounding of the kernel against Python's own integers and decimals."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from math import gcd

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT, LARGEST_VALUE
from regulars.engine.kernel.arithmetic import divide, greatest_common_divisor, share
from regulars.engine.kernel.layout import Rounding

NUMBERS = st.integers(0, LARGEST_VALUE - 1)
AMOUNTS = st.integers(1, LARGEST_AMOUNT)
MODES = {
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.CEIL: ROUND_CEILING,
}
STEADY = settings(deadline=None)


@STEADY
@given(NUMBERS, NUMBERS)
def test_greatest_common_divisor(first: int, second: int) -> None:
    assert greatest_common_divisor(first, second) == max(gcd(first, second), 1)


def rounded(numerator: int, denominator: int, mode: str) -> int:
    """The quotient, exact to more digits than it can have before its last one is decided."""
    whole, rest = divmod(numerator, denominator)
    half = 1 if 2 * rest > denominator else 0 if 2 * rest < denominator else Decimal("0.5")
    fraction = Decimal(0) if rest == 0 else Decimal("0.7") if half == 1 else Decimal("0.3") if half == 0 else half
    return int((Context(prec=60).add(whole, fraction)).quantize(Decimal(1), mode, Context(prec=60)))


@STEADY
@given(NUMBERS, st.one_of(st.integers(1, 1000), st.integers(1, LARGEST_VALUE - 1)), st.sampled_from(list(Rounding)))
@example(5, 2, Rounding.HALF_EVEN)
@example(7, 2, Rounding.HALF_EVEN)
@example(5, 2, Rounding.HALF_UP)
@example(LARGEST_VALUE - 1, LARGEST_VALUE - 2, Rounding.HALF_UP)
def test_division_rounds_once(numerator: int, denominator: int, rounding: Rounding) -> None:
    assert divide(numerator, denominator, rounding) == rounded(numerator, denominator, MODES[rounding])


@STEADY
@given(st.integers(0, LARGEST_AMOUNT), AMOUNTS, AMOUNTS)
@example(5 * 10**10, 9 * 10**10, 10**11)
@example(2_500_000_000, 4_000_000_000, 5_000_000_000)
def test_share_is_exact_for_every_allowed_sale(total: int, one: int, other: int) -> None:
    part, whole = min(one, other), max(one, other)
    assert share(total, part, whole) == total * part // whole


@pytest.mark.parametrize("whole", [0, -5])
def test_a_share_of_nothing_is_nothing(whole: int) -> None:
    assert share(100, 0, whole) == 0
