"""Liability by month of issue, tied to the ledger to the point."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest

from regulars.domain.ledger.models import Account
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.queries import programme_totals
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.queries import points_liability
from regulars.surfaces.web.liability_csv import liability_csv
from tests.conftest import FrozenClock
from tests.integration.ledger.stories import at, grant, purchase, redeem, refund

pytestmark = pytest.mark.django_db


def months(story: LiveProgramme) -> dict[str, dict[date, tuple[int, ...]]]:
    """Issued, granted, redeemed, expired, taken back, settled, other and outstanding by wallet and month."""
    return {
        wallet.wallet: {
            one.month: (
                one.issued,
                one.granted,
                one.redeemed,
                one.expired,
                one.taken_back,
                one.settled,
                one.other,
                one.outstanding,
            )
            for one in wallet.cohorts
        }
        for wallet in points_liability(story.id)
    }


def test_every_sum_is_the_ledgers(lived: LiveProgramme) -> None:
    totals = programme_totals(lived.id)
    for wallet in points_liability(lived.id):
        assert [(tie.name, tie.cohorts) for tie in wallet.ties] == [(tie.name, tie.ledger) for tie in wallet.ties]
        own = [total for total in totals if total.wallet == wallet.wallet]
        assert sum(one.issued for one in wallet.cohorts) == sum(total.issued for total in own)
        assert sum(one.granted for one in wallet.cohorts) == sum(total.granted for total in own)
        assert wallet.outstanding - wallet.debt == own[-1].outstanding
        number = lived.wallet_numbers[wallet.wallet]
        held = sum(Account.objects.filter(wallet=number).values_list("available", flat=True))
        assert wallet.outstanding - wallet.debt == held
        for one in wallet.cohorts:
            gone = one.redeemed + one.expired + one.taken_back + one.settled + one.other
            assert one.came_in == gone + one.outstanding


def test_what_became_of_each_month(story: LiveProgramme, frozen_clock: FrozenClock) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(1, 2, 30, 200), grant(1, 1, 31, 10)])
    apply_batch(story.id, [redeem(1, 1, 32, 40), refund(1, 2, 33, 2)])
    assert months(story)["points"] == {
        date(2026, 1, 1): (100, 0, 40, 0, 0, 0, 0, 60),
        date(2026, 2, 1): (200, 10, 0, 0, 200, 0, 0, 10),
    }
    tick(story.id, at(111))
    assert months(story)["points"][date(2026, 1, 1)] == (100, 0, 40, 60, 0, 0, 0, 0)


def test_a_month_is_the_programmes(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 21.49, 100), purchase(1, 2, 21.51, 100)])
    assert list(months(story)["points"]) == [date(2026, 1, 1), date(2026, 2, 1)]


def test_a_debt_is_settled_from_what_comes_next(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), redeem(1, 1, 1, 80), refund(1, 1, 2, 1)])
    apply_batch(story.id, [purchase(1, 2, 40, 100)])
    (wallet, _) = points_liability(story.id)
    assert months(story)["points"] == {
        date(2026, 1, 1): (100, 0, 80, 0, 20, 0, 0, 0),
        date(2026, 2, 1): (100, 0, 0, 0, 0, 80, 0, 20),
    }
    assert all(tie.holds for tie in wallet.ties)


def test_breakage_is_told_by_age_and_expected_of_what_is_left(story: LiveProgramme, frozen_clock: FrozenClock) -> None:
    for number in range(4):
        apply_batch(story.id, [purchase(number + 1, number, 0, 100)])
    apply_batch(story.id, [redeem(1, 1, 35, 100), redeem(2, 2, 35, 50)])
    tick(story.id, at(120))
    apply_batch(story.id, [purchase(9, 90, 121, 100)])
    frozen_clock.set(datetime(2026, 6, 15, tzinfo=UTC))
    (wallet, _) = points_liability(story.id)
    assert [(rate.age, rate.at_risk, rate.expired, rate.used, rate.cumulative) for rate in wallet.ages] == [
        (0, 500, 0, 0, 0),
        (1, 400, 0, 150, 0),
        (2, 250, 0, 0, 0),
        (3, 250, 0, 0, 0),
        (4, 250, 250, 0, pytest.approx(0.625)),
    ]
    assert [(str(one.ultimate), one.outstanding) for one in wallet.cohorts] == [("0.625000", 0), ("0.625000", 100)]
    assert wallet.expected_breakage == 62


def test_an_empty_ledger_owes_nothing(story: LiveProgramme) -> None:
    for wallet in points_liability(story.id):
        assert (wallet.cohorts, wallet.outstanding, wallet.expected_breakage) == ((), 0, None)
        assert all(tie.holds for tie in wallet.ties)


def test_cash_value_and_csv(club: LiveProgramme) -> None:
    apply_batch(club.id, [purchase(1, 1, 0, 100)])
    wallets = points_liability(club.id)
    rows = list(csv.DictReader("".join(liability_csv(wallets, club.document)).lstrip("\ufeff").splitlines()))
    priced = {wallet.id: wallet for wallet in club.document.wallets if wallet.cash_value is not None}
    assert {row["wallet"] for row in rows} <= {wallet.id for wallet in club.document.wallets}
    for wallet in wallets:
        told = [row for row in rows if row["wallet"] == wallet.wallet]
        assert sum(int(row["outstanding"]) for row in told) == wallet.outstanding
        assert (wallet.cash_minor is not None) == (wallet.wallet in priced)
        if wallet.cash_minor is not None:
            value = priced[wallet.wallet].cash_value
            assert value is not None
            assert wallet.cash_minor == round(wallet.outstanding * value * 100)
