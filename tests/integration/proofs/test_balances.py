"""Explained balances: to the point, for any date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from regulars.domain.ledger.models import Account, Journal, Lot
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.errors import WalletMissing
from regulars.domain.proofs.queries import explain_balance
from regulars.engine.outcome import TransactionKind
from regulars.platform.clock import to_us
from regulars.surfaces.web.balance_words import KINDS, balance_document, balance_words
from tests.integration.ledger.stories import START, at, purchase, redeem, refund

pytestmark = pytest.mark.django_db

START_ON = START.date()


def on(days: int) -> date:
    """The local date so many days after the story begins."""
    return START_ON + timedelta(days=days)


@pytest.mark.parametrize("member", [1, 2, 3])
@pytest.mark.parametrize("wallet", ["points", "growth"])
def test_it_adds_up_on_every_day(lived: LiveProgramme, member: int, wallet: str) -> None:
    before = 0
    for days in (-1, 0, 1, 2, 3, 4, 5, 6, 7, 30, 80, 110, 600):
        told = explain_balance(lived.id, member, wallet, on(days))
        assert told.closing == sum(line.points for line in told.lines)
        assert sum(lot.points for lot in told.lots) - told.debt == told.closing
        last = Journal.objects.filter(
            programme_id=lived.id,
            member_id=member,
            wallet=lived.wallet_numbers[wallet],
            occurred_at__lt=to_us(START) + (days * 24 + 12) * 3_600_000_000,
        ).order_by("-seq")
        assert told.closing == (last[0].available_after if last else 0)
        since = explain_balance(lived.id, member, wallet, on(days), on(max(days, 0)))
        assert since.opening + sum(line.points for line in since.lines) == since.closing == told.closing
        if days > 0:
            assert (since.opening, since.since) == (before if since.opening == before else since.opening, on(days))
        before = told.closing


def test_today_it_is_the_account_and_its_open_lots(lived: LiveProgramme) -> None:
    for account in Account.objects.filter(programme_id=lived.id):
        wallet = {number: name for name, number in lived.wallet_numbers.items()}[account.wallet]
        told = explain_balance(lived.id, account.member_id, wallet, on(3000))
        assert (told.closing, told.debt) == (account.available, account.debt)
        lots = Lot.objects.filter(
            programme_id=lived.id, member_id=account.member_id, wallet=account.wallet, remaining__gt=0
        )
        kept = {(lot.lot_no, lot.remaining) for lot in lots}
        assert {(lot.number, lot.points) for lot in told.lots} == kept


def test_lines_are_by_kind_and_cause(lived: LiveProgramme) -> None:
    told = explain_balance(lived.id, 1, "points", on(6))
    found = [(line.kind, line.rule, line.goal, line.points, line.entries) for line in told.lines]
    assert found == [
        (TransactionKind.EARN, "spend_points", None, 1000, 4),
        (TransactionKind.EARN, None, "third_visit", 50, 1),
        (TransactionKind.REDEEM, None, None, -90, 1),
        (TransactionKind.GRANT, None, None, 20, 1),
    ]
    assert told.closing == 980
    assert next((lot.number, lot.points, lot.rule, lot.goal) for lot in told.lots) == (1, 160, "spend_points", None)
    assert told.lots[0].valid_until == date(2026, 4, 30)


def test_before_a_correction_the_books_said_otherwise(lived: LiveProgramme) -> None:
    before = explain_balance(lived.id, 2, "points", on(6))
    after = explain_balance(lived.id, 2, "points", on(7))
    assert before.closing == 980
    assert [line.points for line in after.lines if line.kind is TransactionKind.RESTATE] == [400 + 250]


def test_a_debt_is_told(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), redeem(1, 1, 1, 80)])
    apply_batch(story.id, [refund(1, 1, 2, 1)])
    told = explain_balance(story.id, 1, "points", on(2))
    assert (told.closing, told.debt, told.lots) == (-80, 80, ())
    with translation.override("en"):
        assert balance_words(told, story.document)[-2:] == [
            "Balance at the end of 12 Jan 2026: \u221280.",
            "Of this, a debt of 80.",
        ]


def test_it_is_told_in_both_languages(lived: LiveProgramme) -> None:
    told = explain_balance(lived.id, 1, "points", on(6), on(5))
    with translation.override("en"):
        assert balance_words(told, lived.document)[:4] == [
            "At the beginning of 15 Jan 2026: 1,050.",
            "Redeemed: \u221290 (1 entry).",
            "Granted by hand: +20 (1 entry).",
            "Balance at the end of 16 Jan 2026: 980.",
        ]
        assert "250: earned by “spend” on 11 Jan 2026, good through 30 Apr 2026." in balance_words(told, lived.document)
    with translation.override("zh-hans"):
        words = balance_words(told, lived.document)
        assert words[:4] == [
            "2026-01-15 开始时：1,050。",
            "兑换：\u221290（1 笔）。",
            "手动发放：+20（1 笔）。",
            "2026-01-16 结束时余额：980。",
        ]
        assert words[-1] == "20：2026-01-16 发放，有效期至 2026-04-30。"
    document = balance_document(told, lived.document)
    assert (document["opening"], document["closing"]) == (1050, 980)
    assert sum(lot["points"] for lot in document["lots"]) == 980


def test_an_unknown_wallet_and_a_date_outside_of_time(lived: LiveProgramme) -> None:
    with pytest.raises(WalletMissing):
        explain_balance(lived.id, 1, "gone", on(1))
    assert explain_balance(lived.id, 1, "points", date.min).closing == 0
    assert (
        explain_balance(lived.id, 1, "points", date.max).closing
        == explain_balance(lived.id, 1, "points", on(3000)).closing
    )
    assert at(0) == to_us(START)


def test_every_kind_of_entry_has_words() -> None:
    assert {kind.name for kind in TransactionKind} == set(KINDS)
