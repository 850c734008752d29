"""Numbers, money and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from regulars.surfaces.web import formatting
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.messages import text_for


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_thousands_are_grouped_in_both_languages(language) -> None:
    with translation.override(language):
        assert formatting.number(1234567) == "1,234,567"
        assert formatting.number(-1234) == "\u22121,234"


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(0, 0, "0"), (12345, 2, "123.45"), (-5, 2, "\u22120.05"), (1500, 3, "1.500")]
)
def test_smallest_units_become_numbers(value, decimals, text) -> None:
    assert formatting.scaled(value, decimals) == text


def test_changes_carry_their_sign() -> None:
    assert [formatting.signed(value) for value in (5, 0, -5)] == ["+5", "0", "\u22125"]


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123456, "CNY", "¥1,234.56"),
        (-50, "USD", "\u2212$0.50"),
        (1200, "JPY", "¥1,200"),
        (100, "CHF", "CHF\u00a01.00"),
        (1500, "KWD", "KWD\u00a01.500"),
    ],
)
def test_money_has_its_currency_and_decimals(minor, currency, text) -> None:
    assert formatting.money(minor, currency) == text


def test_shares_of_nothing_are_a_dash() -> None:
    assert (formatting.percent(1, 3), formatting.percent(0, 0)) == ("33.3%", "–")


@pytest.mark.parametrize(("value", "text"), [("1.50", "1.5"), ("2.00", "2"), ("100", "100"), ("1200", "1,200")])
def test_decimals_lose_their_zeros(value, text) -> None:
    assert formatting.plain_decimal(Decimal(value)) == text


def test_instants_are_told_in_the_active_zone() -> None:
    late = datetime(2026, 2, 28, 17, 5, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Shanghai")), translation.override("zh-hans"):
        assert formatting.clock_time(late) == "2026-03-01 01:05"
        assert formatting.day(late) == "2026-03-01"
        assert formatting.clock_time(int(late.timestamp() * 1_000_000)) == "2026-03-01 01:05"
    with timezone.override(ZoneInfo("America/New_York")), translation.override("en"):
        assert formatting.clock_time(late) == "28 Feb 2026 12:05"
        assert formatting.month(date(2028, 2, 29)) == "Feb 2028"


def test_a_chart_is_data_and_a_table() -> None:
    chart = Chart("c", "caption", "bar", "Month", ("Jan", "Feb"), (Series("a", (1000, 2)), Series("b", (3, 4))))
    assert chart.rows == [("Jan", ["1,000", "3"]), ("Feb", ["2", "4"])]
    with translation.override("zh-hans"):
        assert chart.data["steps"][1] == (10_000, "万")
    with translation.override("en"):
        assert chart.data["steps"][1] == (1_000_000, "M")


def test_texts_of_codes_are_filled_and_never_fail() -> None:
    with translation.override("en"):
        assert (
            text_for("too_many_sign_ins", {"minutes": 15}) == "Too many failed attempts. Wait 15 minutes and try again."
        )
        assert text_for("too_many_sign_ins", {}) == "Too many failed attempts. Wait {minutes} minutes and try again."
        assert text_for("no_such_code", {}) == "no_such_code"
        assert "a, b" in text_for("role_unknown", {"role": "x", "known": ["a", "b"]})
