"""Periods of budgets, and how what is left is shared out."""

from datetime import date

import pytest

from regulars.domain.ledger.policy import Drawn, Limit, is_of, period_of, period_text, shares
from regulars.engine.time import day_number

LEAP = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("on", "per", "period", "text"),
    [
        (LEAP, "lifetime", 0, ""),
        (LEAP, "year", 2028, "2028"),
        (LEAP, "quarter", 20281, "2028-Q1"),
        (date(2028, 12, 31), "quarter", 20284, "2028-Q4"),
        (LEAP, "month", 202802, "2028-02"),
        (LEAP, "week", 2028009, "2028-W09"),
        (date(2027, 1, 1), "week", 2026053, "2026-W53"),
        (date(2025, 12, 29), "week", 2026001, "2026-W01"),
        (LEAP, "day", 20280229, "2028-02-29"),
    ],
)
def test_periods_read_like_dates_and_tell_their_kind(on, per, period, text):
    assert period_of(day_number(on), per) == period
    assert period_text(period) == text
    kinds = ["lifetime", "year", "quarter", "month", "week", "day"]
    assert [kind for kind in kinds if is_of(period, kind)] == [per]


def test_points_are_shown_with_their_decimals():
    assert str(Limit("pot", frozenset({0}), "day", 100, 2).shown(1234)) == "12.34"
    assert str(Limit("pot", frozenset({0}), "day", 100, 0).shown(1234)) == "1234"


SMALL = Limit("small", frozenset({0}), "day", 100, 0)
LARGE = Limit("large", frozenset({0, 1}), "lifetime", 150, 0)
DAY = day_number(date(2026, 3, 1))
DRAWN = Drawn({7: DAY, 8: DAY, 9: DAY + 1}, (SMALL, LARGE))
LEFT = {("small", 20260301): 100, ("small", 20260302): 100, ("large", 0): 150}


def test_the_least_of_all_budgets_counts_and_all_are_drawn_on():
    awards = [((7, 0), 60), ((8, 0), 60), ((8, 1), 30), ((9, 0), 60)]
    assert shares(DRAWN, awards, LEFT, ()) == {(7, 0): 60, (8, 0): 40, (8, 1): 30, (9, 0): 20}
    assert DRAWN.totals(dict(awards)) == {("small", 20260301): 120, ("small", 20260302): 60, ("large", 0): 210}


def test_what_was_decided_is_not_cut_but_lowers_what_is_left():
    awards = [((7, 0), 120), ((8, 0), 60), ((9, 0), 60)]
    assert shares(DRAWN, awards, LEFT, {7}) == {(7, 0): 120, (8, 0): 0, (9, 0): 30}


def test_a_budget_past_its_end_gives_nothing():
    assert shares(DRAWN, [((8, 1), 5)], {**LEFT, ("large", 0): -20}, ()) == {(8, 1): 0}
