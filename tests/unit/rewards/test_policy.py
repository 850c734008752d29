"""Prices, phases, periods and codes: what needs no database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.domain.offers.policy.ordering import period_start, phase_of
from regulars.domain.offers.policy.prices import price_for
from regulars.domain.offers.types import ItemKind, ItemState, LimitPer, Phase, Price, Rules, Stock, Terms, Words
from regulars.domain.rewards.policy.codes import (
    ALPHABET,
    check_character,
    grouped,
    is_possible,
    is_sound,
    new_code,
    spelling,
)
from regulars.engine.programme.model import Spending, Text, Wallet

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
CODES = st.text(ALPHABET, min_size=15, max_size=15).map(lambda body: body + check_character(body))


def wallet(**spending) -> Wallet:
    return Wallet(id="points", name=Text(zh="积分", en="Points"), spending=Spending(**spending))


def item(points: int, **tier_points: int) -> Terms:
    return Terms(ItemKind.GOODS, Words("杯", "Cup"), "points", Price(points, 5), tier_points=tier_points)


@pytest.mark.parametrize(
    ("points", "tier", "expected"),
    [(1000, "entry", 1000), (1000, "leader", 900), (990, "leader", 900), (100, "leader", 100), (1000, "gold", 700)],
)
def test_a_price_can_always_be_paid(points, tier, expected) -> None:
    ours = wallet(minimum=100, step=10, price_by_tier={"leader": Decimal("0.9")})
    assert price_for(ours, item(points, gold=700), tier) == Price(expected, 5)


@pytest.mark.parametrize(
    ("rules", "stock", "expected"),
    [
        (Rules(), Stock(1, 0, 0), Phase.OPEN),
        (Rules(), Stock(None, 5, 5), Phase.OPEN),
        (Rules(), Stock(2, 1, 1), Phase.SOLD_OUT),
        (Rules(starts_at=NOW), Stock(1, 0, 0), Phase.OPEN),
        (Rules(starts_at=NOW + HOUR), Stock(1, 0, 0), None),
        (Rules(announced_at=NOW, starts_at=NOW + HOUR), Stock(1, 0, 0), Phase.ANNOUNCED),
        (Rules(ends_at=NOW), Stock(1, 0, 0), Phase.ENDED),
    ],
)
def test_where_an_item_stands(rules, stock, expected) -> None:
    assert phase_of(rules, ItemState.LISTED, stock, NOW) is expected
    assert phase_of(rules, ItemState.DRAFT, stock, NOW) is None


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        (LimitPer.DAY, date(2028, 2, 29)),
        (LimitPer.WEEK, date(2028, 2, 28)),
        (LimitPer.MONTH, date(2028, 2, 1)),
        (LimitPer.YEAR, date(2028, 1, 1)),
        (LimitPer.EVER, date.min),
    ],
)
def test_periods_of_a_leap_day(per, expected) -> None:
    assert period_start(per, date(2028, 2, 29)) == expected


def test_codes_are_long_sound_and_never_the_same() -> None:
    codes = {new_code() for _ in range(500)}
    assert (len(codes), {len(code) for code in codes}, all(map(is_sound, codes))) == (500, {16}, True)


@given(CODES, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, place, wrong) -> None:
    typed = code[:place] + wrong + code[place + 1 :]
    assert is_sound(typed) == (typed == code)


@given(CODES)
def test_a_code_is_read_as_it_is_shown(code) -> None:
    shown = grouped(code)
    assert spelling(shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")) == code


@pytest.mark.parametrize(
    ("text", "possible"), [("PARTNER-0001", True), ("SHORT-1", False), ("x" * 65, False), ("优惠券PARTNER-0001", False)]
)
def test_codes_of_others(text, possible) -> None:
    assert is_possible(spelling(text)) is possible
    assert grouped("PARTNER-0001") == "PARTNER-0001"
