"""Claims are paid oldest first, and have an age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.domain.recoveries.policy import AGES, Change, age_of, by_age, claims_of, is_as_old
from regulars.domain.recoveries.types import Age, Debt
from regulars.engine.outcome import TransactionKind

TODAY = date(2026, 6, 30)
MOVES = st.lists(st.tuples(st.integers(-300, 300).filter(bool), st.integers(0, 400)), max_size=12)


def change(seq: int, points: int, days_ago: int) -> Change:
    """What an entry did so many days ago."""
    kind = TransactionKind.REFUND if points > 0 else TransactionKind.OFFSET
    return Change(seq, kind, TODAY - timedelta(days=days_ago), points)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        *((-1, Age.TO_30), (0, Age.TO_30), (30, Age.TO_30), (31, Age.TO_90), (90, Age.TO_90), (91, Age.TO_180)),
        *((180, Age.TO_180), (181, Age.BEYOND)),
    ],
)
def test_ages_end_with_their_last_day(days, age):
    assert age_of(TODAY - timedelta(days=days), TODAY) is age


def test_the_oldest_claim_is_paid_first():
    claims = claims_of([change(1, 50, 10), change(2, 100, 200), change(3, -30, 5), change(4, -80, 1)])
    assert [(claim.seq, claim.points, claim.left) for claim in claims] == [(1, 50, 40)]
    assert by_age(claims, TODAY) == {Age.TO_30: 40, Age.TO_90: 0, Age.TO_180: 0, Age.BEYOND: 0}
    assert not is_as_old(claims, Age.TO_90, TODAY)
    assert is_as_old(claims, Age.TO_30, TODAY)


@given(MOVES)
def test_what_is_left_is_what_is_owed(moves):
    changes = [change(seq, points, days) for seq, (points, days) in enumerate(moves, start=1)]
    owed = sum(points for points, _ in moves)
    claims = claims_of(changes)
    left = sum(claim.left for claim in claims)
    assert left == max(owed, 0)
    assert sum(by_age(claims, TODAY).values()) == left
    assert list(claims) == sorted(claims, key=lambda claim: (claim.made_on, claim.seq))
    assert all(claim.left == claim.points for claim in claims[1:])


def test_a_debt_says_since_when_and_whether_it_adds_up():
    claims = claims_of([change(1, 50, 10), change(2, 100, 200)])
    debt = Debt(1, "points", 150, by_age(claims, TODAY), claims)
    assert (debt.adds_up, debt.since) == (True, TODAY - timedelta(days=200))
    assert not Debt(1, "points", 149, dict.fromkeys(AGES, 0), claims).adds_up
    assert Debt(1, "points", 0, dict.fromkeys(AGES, 0), ()).since is None
