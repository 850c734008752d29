"""Local days against the calendars of zones: clocks that change, midnights that do not exist, days that are skipped."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.engine.time import LAST_DAY, date_of, day_number, instant_of, moment_of, zone_table

ZONES = ["Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu"]
MOMENTS = st.integers(86_400 * 10**6, 54_600 * 86_400 * 10**6).map(moment_of)


@settings(deadline=None)
@given(st.sampled_from(ZONES), MOMENTS)
@example("America/New_York", datetime(2026, 3, 8, 4, 59, 59, 999999, tzinfo=UTC))
@example("America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC))
@example("America/New_York", datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC))
@example("America/Sao_Paulo", datetime(2018, 11, 4, 2, 59, 59, tzinfo=UTC))
@example("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC))
@example("Pacific/Apia", datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC))
@example("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC))
def test_the_local_day_of_an_instant(zone: str, moment: datetime) -> None:
    assert date_of(zone_table(zone).day_of(instant_of(moment))) == moment.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ZONES)
def test_days_begin_one_after_another(zone: str) -> None:
    midnights = zone_table(zone).midnights
    assert len(midnights) == LAST_DAY
    assert (np.diff(midnights) >= 0).all()
    assert not midnights.flags.writeable


def test_a_midnight_that_does_not_exist_is_the_instant_clocks_skip_to() -> None:
    day = day_number(date(2018, 11, 4))
    first = moment_of(int(zone_table("America/Sao_Paulo").midnights[day]))
    assert first.astimezone(ZoneInfo("America/Sao_Paulo")) == datetime(
        2018, 11, 4, 1, tzinfo=ZoneInfo("America/Sao_Paulo")
    )


def test_what_was_before_counts_as_the_first_day() -> None:
    assert zone_table("Asia/Shanghai").day_of(-(10**15)) == 0


@settings(deadline=None)
@given(MOMENTS)
def test_instants_are_exact(moment: datetime) -> None:
    assert moment_of(instant_of(moment)) == moment
    assert moment == datetime.fromtimestamp(0, UTC) + timedelta(microseconds=instant_of(moment))
    assert instant_of(moment + timedelta(microseconds=1)) == instant_of(moment) + 1


def test_days_are_counted_from_1970() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert date_of(20_000) == date(2024, 10, 4)
