"""Corners of redemptions and grants: facts that were decided, several wallets, grants that end or repay."""

import pytest

from tests.unit.engine.running import NAME, buy, earned, grant, happen, redeem, wait


def test_a_decided_redemption_makes_a_debt_where_points_are_missing() -> None:
    told = happen(buy("2026-05-01 10:00", 10), redeem("2026-05-02 10:00", 12, accepted=True))
    assert told.result.answers == {1: "accepted", 2: "accepted"}
    assert earned(told) == [10, -12]
    assert told.result.balances["points"] == -2


def test_a_decided_redemption_takes_what_there_is_with_the_policy_to_clamp() -> None:
    told = happen(
        buy("2026-05-01 10:00", 10),
        redeem("2026-05-02 10:00", 12, accepted=True),
        redeem("2026-05-03 10:00", 12, accepted=True),
        policies={"overdraft": "clamp"},
    )
    assert earned(told) == [10, -10]


@pytest.mark.parametrize("policy", ["reject", "clamp", "negative"])
def test_what_is_there_can_be_spent_under_every_policy(policy: str) -> None:
    told = happen(buy("2026-05-01 10:00", 10), redeem("2026-05-02 10:00", 10), policies={"overdraft": policy})
    assert earned(told) == [10, -10]


def test_wallets_are_apart() -> None:
    wallets = [{"id": "stamps", "name": NAME}]
    told = happen(
        grant("2026-05-01 10:00", 5, wallet="stamps"),
        buy("2026-05-02 10:00", 10),
        redeem("2026-05-03 10:00", 6, wallet="stamps"),
        redeem("2026-05-04 10:00", 2, wallet="stamps"),
        wallets=wallets,
    )
    assert told.result.answers[3] == "insufficient_points"
    assert told.result.balances == {"points": 10, "growth": 10, "stamps": 3}


def test_a_grant_that_had_ended_before_it_was_given_lasts_through_the_day() -> None:
    told = happen(grant("2026-05-02 10:00", 5, until="2026-05-01"), wait("2026-05-03 00:00"))
    assert earned(told) == [5, -5]


def test_a_grant_repays_a_debt_first() -> None:
    told = happen(
        redeem("2026-05-01 10:00", 12),
        grant("2026-05-02 10:00", 5, until="2026-05-31"),
        grant("2026-05-03 10:00", 9),
        wait("2026-07-01 10:00"),
        policies={"overdraft": "negative"},
    )
    assert earned(told) == [-12, 5, 9]
    assert told.result.balances["points"] == 2


def test_a_grant_of_status_points_may_end() -> None:
    told = happen(grant("2026-05-02 10:00", 5, wallet="growth", until="2026-05-31"), wait("2026-06-01 00:00"))
    assert earned(told, "growth") == [5, -5]
