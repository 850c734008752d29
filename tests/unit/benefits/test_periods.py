"""Quotas of those who rise within a period, slots, and the order in which allotments are used."""

from __future__ import annotations

from datetime import date

import pytest

from regulars.domain.benefits.policy import free_slot
from regulars.domain.benefits.policy.periods import period_around, risen
from regulars.domain.benefits.types import Rise

JUNE = (date(2026, 6, 1), date(2026, 7, 1))
QUOTAS = {"base": 1, "silver": 3, "gold": 10}


def rises(*told: tuple[str, str]) -> list[Rise]:
    """Tiers with the days on which they were come to."""
    return [Rise(date.fromisoformat(day), tier) for day, tier in told]


@pytest.mark.parametrize(
    ("tiers", "quota"),
    [
        (rises(("2026-01-01", "base")), 1),
        (rises(("2026-01-01", "base"), ("2026-06-01", "silver")), 3),
        (rises(("2026-01-01", "base"), ("2026-06-16", "silver")), 1 + 1),  # half of 2 more
        (rises(("2026-01-01", "base"), ("2026-06-30", "gold")), 1 + 1),  # 9 x 1 / 30, rounded up
        (rises(("2026-06-20", "silver")), 3),  # who joins has the whole of the first tier
        (rises(("2026-01-01", "gold"), ("2026-06-10", "base")), 1),
        (rises(("2026-01-01", "gold"), ("2026-06-10", "base"), ("2026-06-16", "gold")), 1 + 5),
        ([], 0),
    ],
)
def test_the_quota_of_somebody_who_moves_within_a_period(tiers: list[Rise], quota: int) -> None:
    assert risen(JUNE, tiers, QUOTAS.__getitem__) == quota


@pytest.mark.parametrize(
    ("per", "starts_on", "ends_on"),
    [
        ("day", "2024-02-29", "2024-03-01"),
        ("week", "2024-02-26", "2024-03-04"),
        ("month", "2024-02-01", "2024-03-01"),
        ("quarter", "2024-01-01", "2024-04-01"),
        ("year", "2024-01-01", "2025-01-01"),
    ],
)
def test_periods_around_a_leap_day(per: str, starts_on: str, ends_on: str) -> None:
    found = period_around(per, date(2024, 2, 29))
    assert found == (date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    assert period_around("lifetime", date(2024, 2, 29)) == (None, None) == period_around(None, date(2024, 2, 29))


@pytest.mark.parametrize(
    ("taken", "quota", "slot"),
    [(set(), 2, 1), ({1}, 2, 2), ({2}, 2, 1), ({1, 2}, 2, None), ({2, 3}, 2, None), ({5}, None, 0)],
)
def test_the_lowest_free_slot(taken: set[int], quota: int | None, slot: int | None) -> None:
    assert free_slot(taken, quota) == slot
