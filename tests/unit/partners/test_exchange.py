"""What points come to in a partner's currency: whole numbers, rounded once, never beyond the rate."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.domain.partners.errors import AmountInvalid, AmountTooSmall, RateInvalid
from regulars.domain.partners.policy.exchange import into_points, micro, of_micro, out_of_points
from regulars.domain.partners.types import Exchange, Rate


def rate(units_in="1", units_out="1"):
    return Rate(1, date(2026, 6, 1), Decimal(units_in), Decimal(units_out), Decimal("0.01"))


@pytest.mark.parametrize(
    ("units_in", "units", "decimals", "expected"),
    [
        ("1.5", 3, 0, Exchange(2, 3)),
        ("1.5", 4, 0, Exchange(2, 3)),
        ("1.5", 2, 0, Exchange(1, 2)),
        ("0.5", 3, 0, Exchange(6, 3)),
        ("3", 10, 1, Exchange(33, 10)),
        ("0.333333", 1, 0, Exchange(3, 1)),
    ],
)
def test_units_given_for_points(units_in, units, decimals, expected):
    assert into_points(rate(units_in), units, decimals) == expected


@pytest.mark.parametrize(
    ("units_out", "points", "decimals", "expected"),
    [
        ("0.8", 10, 0, Exchange(10, 8)),
        ("0.8", 11, 0, Exchange(10, 8)),
        ("2", 3, 0, Exchange(3, 6)),
        ("0.3", 7, 0, Exchange(7, 2)),
        ("0.8", 25, 1, Exchange(25, 2)),
    ],
)
def test_points_given_for_units(units_out, points, decimals, expected):
    assert out_of_points(rate(units_out=units_out), points, decimals) == expected


@pytest.mark.parametrize("exchange", [into_points, out_of_points])
def test_what_comes_to_nothing_is_refused(exchange):
    with pytest.raises(AmountTooSmall):
        exchange(rate("3", "0.3"), 1, 0)
    with pytest.raises(AmountInvalid):
        exchange(rate(), 0, 0)
    with pytest.raises(AmountInvalid):
        exchange(rate(), 10**12 + 1, 0)


RATES = st.integers(1, 10**9).map(of_micro)


@given(RATES, st.integers(1, 10**9), st.integers(0, 3))
def test_no_exchange_gives_more_than_the_rate_nor_takes_more_than_was_offered(one, amount, decimals):
    try:
        bought = into_points(Rate(1, date(2026, 6, 1), one, one, one), amount, decimals)
    except AmountTooSmall:
        return
    assert bought.units <= amount
    assert bought.points * one <= Decimal(bought.units) * 10**decimals
    assert (bought.points + 1) * one > Decimal(amount) * 10**decimals
    assert bought.points * one > Decimal(bought.units - 1) * 10**decimals


@given(RATES, st.integers(1, 10**9), st.integers(0, 3))
def test_there_and_back_nobody_gains(one, amount, decimals):
    both = Rate(1, date(2026, 6, 1), one, one, one)
    try:
        sold = out_of_points(both, amount, decimals)
        bought = into_points(both, sold.units, decimals)
    except AmountTooSmall:
        return
    assert sold.points <= amount
    assert bought.points <= sold.points


@pytest.mark.parametrize("value", ["0", "-1", "1000001", "0.0000001", "NaN"])
def test_what_cannot_be_a_rate(value):
    with pytest.raises(RateInvalid):
        micro(Decimal(value))


def test_rates_are_kept_exactly():
    assert [str(of_micro(micro(Decimal(text)))) for text in ("1.50", "1000000", "0.000001")] == [
        "1.5",
        "1000000",
        "0.000001",
    ]
