"""The calendar as a table says what the functions of the kernel say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.engine.compile.calendar import Shift, Shifts
from regulars.engine.kernel.calendar import CalendarColumn, Span, add_months, civil, next_period_start, period_start
from regulars.engine.time import LAST_DAY

STEADY = settings(deadline=None, max_examples=40)
DAYS = st.integers(0, LAST_DAY - 1)
MONTHS = st.integers(-120, 120)
ENDS = st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR])


@STEADY
@given(DAYS)
def test_a_period_begins_where_the_calendar_says(day: int) -> None:
    row = Shifts().table()[day]
    assert row[: Span.LIFETIME + 1].tolist() == [period_start(day, span) for span in Span]
    year, month, _ = civil(day)
    assert row[CalendarColumn.MONTH_NUMBER] == year * 12 + month - 1


def test_columns_of_the_calendar_are_those_of_spans() -> None:
    assert [(column.name, int(column)) for column in CalendarColumn][:-1] == [(span.name, int(span)) for span in Span]


@STEADY
@given(DAYS, MONTHS, st.integers(-400, 400), st.integers(0, 1))
def test_a_shift_goes_months_and_then_days(day: int, months: int, days: int, more: int) -> None:
    shifts = Shifts()
    column = shifts.column(Shift(months, days, more=more))
    assert shifts.table()[day, column] == add_months(day, months) + days + more


@STEADY
@given(DAYS, st.integers(0, 120), ENDS)
def test_a_shift_goes_to_the_end_of_a_period(day: int, months: int, until: Span) -> None:
    shifts = Shifts()
    column = shifts.column(Shift(months, until=until))
    assert shifts.table()[day, column] == next_period_start(add_months(day, months), until) - 1


def test_what_is_asked_alike_has_one_column() -> None:
    shifts = Shifts()
    first, other = Shift(-12, more=1), Shift(days=-30, more=1)
    assert [shifts.column(one) for one in (first, other, first)] == [len(CalendarColumn) + place for place in (0, 1, 0)]
    again = Shifts()
    assert [again.column(one) for one in (first, other)] == [shifts.column(one) for one in (first, other)]
    assert again.table() is shifts.table()
