"""Points from one member to another: both sides or neither, within terms and limits, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.operations import roll_up
from regulars.domain.ledger.queries import events
from regulars.domain.members.errors import MemberClosed, MemberMissing
from regulars.domain.members.models import Member
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.transfers import errors
from regulars.domain.transfers.operations import preview_transfer, transfer_points, undo_transfer
from regulars.domain.transfers.queries import list_transfers, transfer
from regulars.domain.transfers.types import NewTransfer
from regulars.platform.audit import list_entries
from regulars.platform.paging import PageRequest
from tests.families import accept, enrol, give, install_family, open_lots_of, points_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def asked(sender: int, receiver: int, points: int, name: str = "t1", wallet: str = "points") -> NewTransfer:
    """A transfer."""
    return NewTransfer(name, sender, receiver, wallet, points, "birthday", "anna")


def proven(programme: LiveProgramme) -> bool:
    """Whether the ledger is what its events make of it."""
    roll_up(programme.id)
    return verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences


def test_lots_move_with_their_expiry() -> None:
    programme = install_family()
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 30, "2026-07-31")
    give(programme, sender, 50, "2026-12-31")
    receipt = transfer_points(programme.id, asked(sender, receiver, 40))
    assert [(lot.points, lot.valid_until.isoformat()) for lot in receipt.lots] == [
        (30, "2026-07-31"),
        (10, "2026-12-31"),
    ]
    assert open_lots_of(programme, sender) == [(40, "2026-12-31")]
    assert open_lots_of(programme, receiver) == [(30, "2026-07-31"), (10, "2026-12-31")]
    assert (receipt.transfer.fee, receipt.repeated) == (0, False)
    assert transfer(programme.id, "t1") == receipt
    assert [one.transfer_id for one in list_transfers(programme.id, PageRequest(), receiver).items] == ["t1"]
    assert events(programme.id, sender).items[0].body == {
        "kind": "transfer_out", "transfer_id": "t1", "to": receiver, "wallet": "points", "points": 40,
        "reason": "birthday", "actor": "anna",
    }  # fmt: skip
    assert events(programme.id, receiver).items[0].body["from"] == sender
    assert proven(programme)


def test_without_keeping_expiry_points_are_as_new() -> None:
    programme = install_family(transfers={"wallets": ["points"], "keeps_expiry": False})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 30, "2026-07-01")
    transfer_points(programme.id, asked(sender, receiver, 30))
    assert open_lots_of(programme, receiver) == [(30, "2026-09-30")]
    assert proven(programme)


def test_a_fee_is_paid_on_top_rounded_up() -> None:
    programme = install_family(transfers={"wallets": ["points"], "fee_points": 2, "fee_percent": 5})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 49)
    receipt = transfer_points(programme.id, asked(sender, receiver, 41))
    assert (receipt.transfer.fee, points_of(programme, [sender, receiver])) == (5, [3, 41])
    with pytest.raises(InsufficientPoints):
        transfer_points(programme.id, asked(sender, receiver, 2, "t2"))
    assert points_of(programme, [sender, receiver]) == [3, 41]
    assert proven(programme)


def test_a_preview_keeps_nothing() -> None:
    programme = install_family(transfers={"wallets": ["points"], "fee_points": 1})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 50, "2026-12-31")
    found = preview_transfer(programme.id, asked(sender, receiver, 20))
    assert (found.points, found.fee, found.sender, found.receiver) == (20, 1, (50, 29), (0, 20))
    assert points_of(programme, [sender, receiver]) == [50, 0]
    with pytest.raises(errors.TransferMissing):
        transfer(programme.id, "t1")


def test_the_same_transfer_twice_is_one() -> None:
    programme = install_family()
    sender, receiver, other = enrol(programme, 3)
    give(programme, sender, 50)
    first = transfer_points(programme.id, asked(sender, receiver, 20))
    again = transfer_points(programme.id, replace(asked(sender, receiver, 20), actor="li"))
    assert again == replace(first, repeated=True)
    for different in (asked(sender, receiver, 21), asked(sender, other, 20), asked(receiver, sender, 20)):
        with pytest.raises(errors.TransferConflict):
            transfer_points(programme.id, different)
    assert points_of(programme, [sender, receiver, other]) == [30, 20, 0]


def test_limits_of_the_day_and_the_month(frozen_clock) -> None:
    limits = {"wallets": ["points"], "minimum": 10, "maximum_per_day": 100, "maximum_per_month": 150}
    programme = install_family(transfers=limits)
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 1000)
    with pytest.raises(errors.TransferTooSmall):
        transfer_points(programme.id, asked(sender, receiver, 9))
    transfer_points(programme.id, asked(sender, receiver, 60, "a"))
    with pytest.raises(errors.DayLimitReached) as refused:
        transfer_points(programme.id, asked(sender, receiver, 41, "b"))
    assert refused.value.params == {"maximum": "100", "sent": "60", "points": "41"}
    undo_transfer(programme.id, "a", "wrong member", "anna")
    transfer_points(programme.id, asked(sender, receiver, 100, "b"))
    frozen_clock.advance(timedelta(hours=12))
    with pytest.raises(errors.MonthLimitReached):
        transfer_points(programme.id, asked(sender, receiver, 51, "c"))
    transfer_points(programme.id, asked(sender, receiver, 50, "c"))
    transfer_points(programme.id, asked(receiver, sender, 50, "d"))
    frozen_clock.advance(timedelta(days=16))
    transfer_points(programme.id, asked(sender, receiver, 100, "e"))
    assert points_of(programme, [sender, receiver]) == [800, 200]


def test_a_transfer_is_undone_with_its_fee(frozen_clock) -> None:
    programme = install_family(transfers={"wallets": ["points"], "fee_percent": 10})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 110, "2026-12-31")
    give(programme, receiver, 5, "2026-07-31")
    transfer_points(programme.id, asked(sender, receiver, 100))
    frozen_clock.advance(timedelta(days=2))
    view = undo_transfer(programme.id, "t1", "wrong member", "li")
    assert (view.undone_by, view.undone_why, view.undone_at) == ("li", "wrong member", frozen_clock.instant)
    assert points_of(programme, [sender, receiver]) == [110, 5]
    assert open_lots_of(programme, sender) == [(10, "2026-09-30"), (100, "2026-12-31")]
    assert open_lots_of(programme, receiver) == [(5, "2026-12-31")]
    with pytest.raises(errors.TransferUndone):
        undo_transfer(programme.id, "t1", "again", "li")
    told = [(line.action, line.params["transfer_id"]) for line in list_entries(PageRequest()).items[:2]]
    assert told == [("transfer_undone", "t1"), ("points_transferred", "t1")]
    assert proven(programme)


def test_what_comes_back_is_good_through_the_day(frozen_clock) -> None:
    programme = install_family(transfers={"wallets": ["points"]})
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 10, "2026-06-16")
    give(programme, receiver, 10, "2026-12-31")
    transfer_points(programme.id, asked(sender, receiver, 10))
    frozen_clock.advance(timedelta(days=5))
    undo_transfer(programme.id, "t1", "wrong member", "li")
    assert open_lots_of(programme, sender) == [(10, "2026-06-20")]
    assert points_of(programme, [receiver]) == [0]


def test_what_was_spent_cannot_be_taken_back() -> None:
    programme = install_family()
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 50)
    transfer_points(programme.id, asked(sender, receiver, 20))
    accept(programme, receiver, {"kind": "redeem", "wallet": "points", "points": 1})
    with pytest.raises(errors.TransferSpent):
        undo_transfer(programme.id, "t1", "wrong member", "anna")
    assert points_of(programme, [sender, receiver]) == [30, 19]
    with pytest.raises(errors.TransferMissing):
        undo_transfer(programme.id, "t2", "wrong member", "anna")


def test_what_cannot_be(minimal) -> None:
    programme = install_family()
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 50)
    with pytest.raises(errors.TransferToSelf):
        transfer_points(programme.id, asked(sender, sender, 5))
    with pytest.raises(errors.TransferPointsInvalid):
        transfer_points(programme.id, asked(sender, receiver, 0))
    with pytest.raises(errors.TransfersOff):
        transfer_points(programme.id, asked(sender, receiver, 5, wallet="growth"))
    with pytest.raises(errors.TransfersOff):
        transfer_points(minimal.id, asked(*enrol(minimal, 2), 5))
    with pytest.raises(MemberMissing):
        transfer_points(programme.id, asked(sender, 999_999, 5))
    Member.objects.filter(id=receiver).update(state="closed")
    with pytest.raises(MemberClosed):
        transfer_points(programme.id, asked(sender, receiver, 5))
    assert points_of(programme, [sender, receiver]) == [50, 0]


def test_a_member_whose_clock_is_ahead_is_not_restated(frozen_clock) -> None:
    programme = install_family()
    sender, receiver = enrol(programme, 2)
    give(programme, sender, 50)
    frozen_clock.advance(timedelta(hours=8))
    give(programme, receiver, 1)
    frozen_clock.advance(timedelta(hours=-8))
    transfer_points(programme.id, asked(sender, receiver, 20))
    assert points_of(programme, [sender, receiver]) == [30, 21]
    assert proven(programme)
