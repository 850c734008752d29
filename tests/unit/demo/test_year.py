from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from regulars.surfaces.cli.demo.year import LAST_DAY, ZONE, Year, read_year, shifted
from tests.demo_data import write_demo_data

SUNDAY = date(2026, 11, 22)
NEW_YORK = ZoneInfo(ZONE)


@pytest.fixture
def year(tmp_path) -> Year:
    return read_year(SUNDAY, write_demo_data(tmp_path))


def local(instant: int) -> datetime:
    return datetime.fromtimestamp(instant / 1_000_000, NEW_YORK)


def move(moment: datetime, ends_on: date) -> datetime:
    instant = pl.select(shifted(pl.lit(moment, dtype=pl.Datetime("us")), ends_on)).item()
    return local(instant)


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001 - a wall clock


def test_the_last_evening_by_the_retailers_clock_is_on_the_last_day(year) -> None:
    assert local(year.baskets["at"].max()) == datetime(2026, 11, 22, 23, 1, 20, tzinfo=NEW_YORK)


def test_baskets_and_lines_are_in_order_of_time_and_belong_together(year) -> None:
    assert year.baskets["at"].is_sorted()
    assert (year.baskets.height, year.lines.height) == (42, 82)
    assert year.baskets["line_count"].sum() == year.lines.height
    last = year.baskets.row(-1, named=True)
    assert (last["basket_id"], last["amount"], last["discount"], last["line_count"]) == (1000, 16320, 60, 2)
    assert year.lines.tail(2)["amount"].to_list() == [8110, 8210]


def test_fuel_is_one_piece_and_the_unknown_stays_unknown(year) -> None:
    fuel = year.lines.filter(pl.col("department") == "FUEL").row(0, named=True)
    assert (fuel["quantity"], fuel["amount"]) == (1, 3000)
    unknown = year.lines.filter(pl.col("product_id") == 2).row(0, named=True)
    assert (unknown["category"], unknown["department"], unknown["brand"]) == (None, None, None)


@pytest.mark.parametrize("days", range(7))
def test_days_of_the_week_are_kept_and_nothing_lies_after_the_last_day(days) -> None:
    ends_on = SUNDAY + timedelta(days=days)
    for back in range(10):
        moment = wall(2017, 12, 31, 12) - timedelta(days=back)
        moved = move(moment, ends_on)
        assert moved.date() <= ends_on
        assert moved.weekday() == moment.weekday()
        assert moved.hour == 12
    assert max(move(wall(2017, 12, 31, 12) - timedelta(days=back), ends_on).date() for back in range(7)) == ends_on


def test_an_hour_that_clocks_skip_becomes_the_next(year) -> None:
    ends_on = LAST_DAY + timedelta(days=364)
    moved = move(wall(2017, 3, 12, 2, 30) - timedelta(days=1), ends_on)
    assert moved == datetime(2018, 3, 10, 2, 30, tzinfo=NEW_YORK)
    assert move(wall(2017, 3, 12, 2, 30), ends_on).astimezone(UTC) == datetime(2018, 3, 11, 7, 30, tzinfo=UTC)


def test_days_without_a_time_come_at_noon_and_nine(year) -> None:
    assert local(year.coupons["at"][0]).isoformat() == "2026-11-21T12:00:00-05:00"
    assert local(year.campaigns["at"][0]).isoformat() == "2026-11-21T09:00:00-05:00"
