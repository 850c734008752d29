from datetime import UTC, datetime

from regulars.platform import clock


def test_microseconds_and_back_are_exact() -> None:
    instant = datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
    assert clock.to_us(instant) == 1_709_251_199_999_999
    assert clock.from_us(1_709_251_199_999_999) == instant


def test_a_set_clock_stands_still_and_is_put_back() -> None:
    instant = datetime(2026, 1, 31, 16, tzinfo=UTC)
    with clock.set_to(instant):
        assert clock.now() == instant
        assert clock.now_us() == clock.to_us(instant)
    assert clock.now() != instant


def test_a_clock_may_be_a_function() -> None:
    ticks = iter([clock.from_us(1), clock.from_us(2)])
    with clock.set_to(lambda: next(ticks)):
        assert [clock.now_us(), clock.now_us()] == [1, 2]
