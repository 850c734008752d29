"""Codes: made and taken in, given out with orders, used once, voided, expired, and impossible to guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.offers.types import CodeSource, ItemKind, Stock
from regulars.domain.rewards import errors
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.models import Voucher
from regulars.domain.rewards.operations import (
    cancel_order,
    check_voucher,
    expire_vouchers,
    import_codes,
    make_codes,
    place_order,
    refund_order,
    take_use_back,
    use_voucher,
    void_voucher,
)
from regulars.domain.rewards.operations.using import WRONG_CODES
from regulars.domain.rewards.queries import list_vouchers, vouchers_of, vouchers_of_order
from regulars.domain.rewards.types.orders import Deed, NewRefund, OrderState
from regulars.domain.rewards.types.vouchers import CodeFile, NewCodes, NewUse, RowProblem, VoucherFilter, VoucherState
from regulars.platform.paging import PageRequest
from tests.families import points_of
from tests.mall import offer, stock, wish

ANNA = Deed("anna", "asked for")


def show(code: str, name: str = "u1", who: str = "till") -> NewUse:
    """A code shown at a till."""
    return NewUse(code, name, "store 7", "anna", who)


def test_an_order_brings_its_codes_at_once(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER, voucher_days=30)
    placed = place_order(programme.id, wish(member, quantity=2))
    assert placed.state is OrderState.FULFILLED
    first, second = vouchers_of_order(programme.id, "o1")
    assert (first.state, first.member_id, first.order_id) == (VoucherState.ASSIGNED, member, "o1")
    assert (len(first.code), first.code != second.code) == (19, True)
    assert first.expires_at is not None
    row = Voucher.objects.get(pk=first.number)
    assert first.code.replace("-", "").encode() not in bytes(row.code)
    shown = list_vouchers(programme.id, PageRequest(), VoucherFilter(member_id=member)).items
    assert [one.code for one in shown] == [f"…{second.code[-4:]}", f"…{first.code[-4:]}"]


def test_a_code_is_used_once_and_taken_back_with_a_reason(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER)
    place_order(programme.id, wish(member, quantity=2))
    first, second = vouchers_of_order(programme.id, "o1")
    assert check_voucher(programme.id, show(first.code)).state is VoucherState.ASSIGNED
    used = use_voucher(programme.id, show(first.code.lower().replace("-", " ")))
    assert (used.state, used.used_place, used.used_by, used.repeated) == (VoucherState.USED, "store 7", "anna", False)
    assert use_voucher(programme.id, show(first.code)).repeated
    with pytest.raises(errors.VoucherUsed) as caught:
        use_voucher(programme.id, show(first.code, "u2"))
    assert caught.value.params["place"] == "store 7"
    with pytest.raises(errors.UseConflict):
        use_voucher(programme.id, show(second.code))
    with pytest.raises(errors.VoucherUsed):
        cancel_order(programme.id, "o1", ANNA)
    with pytest.raises(errors.VoucherUsed):
        void_voucher(programme.id, first.number, ANNA)
    assert take_use_back(programme.id, first.number, ANNA).state is VoucherState.ASSIGNED
    with pytest.raises(errors.VoucherNotUsed):
        take_use_back(programme.id, first.number, ANNA)
    assert use_voucher(programme.id, show(first.code, "u3")).state is VoucherState.USED


def test_cancelling_voids_the_codes(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER)
    place_order(programme.id, wish(member))
    (voucher,) = vouchers_of(programme.id, member).items
    cancel_order(programme.id, "o1", Deed(""), member)
    assert (points_of(programme, [member]), stock(programme)) == ([1000], Stock(10, 0, 0))
    with pytest.raises(errors.VoucherVoid):
        use_voucher(programme.id, show(voucher.code))
    assert verify_rewards(programme.id) == []


def test_codes_that_were_put_in_are_the_stock(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER, codes=CodeSource.POOL, total=99)
    assert stock(programme) == Stock(0, 0, 0)
    text = (
        "code,until\nPARTNER-0001,2026-12-31\nPARTNER-0002\nshort\npartner 0001\nPARTNER-0003,31.12.\n\nPARTNER-0004,"
    )
    report = import_codes(programme.id, CodeFile("mug", text, "spring", "anna"))
    assert report.added == 3
    assert report.problems == (
        RowProblem(4, "code_too_short", {}),
        RowProblem(5, "code_twice", {"first": 2}),
        RowProblem(6, "code_date_invalid", {"given": "31.12."}),
    )
    again = import_codes(programme.id, CodeFile("mug", "PARTNER-0002\nPARTNER-0005", "spring", "anna"))
    assert (again.added, again.problems) == (1, (RowProblem(1, "code_known", {}),))
    assert stock(programme) == Stock(4, 0, 0)
    place_order(programme.id, wish(member, quantity=2))
    assert [one.code for one in vouchers_of_order(programme.id, "o1")] == ["PARTNER-0001", "PARTNER-0002"]
    refund_order(programme.id, NewRefund("o1", ANNA))
    assert stock(programme) == Stock(2, 0, 0)
    (last, *_) = list_vouchers(programme.id, PageRequest(), VoucherFilter(state=VoucherState.NEW)).items
    void_voucher(programme.id, last.number, ANNA)
    assert void_voucher(programme.id, last.number, ANNA).state is VoucherState.VOID
    assert stock(programme) == Stock(1, 0, 0)
    assert verify_rewards(programme.id) == []


def test_codes_to_hand_out(mall) -> None:
    programme, _ = mall
    offer(programme, kind=ItemKind.VOUCHER, total=5)
    report = make_codes(programme.id, NewCodes("mug", 3, "fair", "anna", handed_out=True))
    assert (report.added, len(set(report.codes)), stock(programme).total) == (3, 3, 5)
    assert use_voucher(programme.id, show(report.codes[0])).state is VoucherState.USED
    with pytest.raises(errors.CodesInvalid):
        make_codes(programme.id, NewCodes("mug", 3, "fair", "anna"))
    with pytest.raises(errors.CodesInvalid):
        make_codes(programme.id, NewCodes("mug", 0, "fair", "anna", handed_out=True))
    with pytest.raises(errors.CodesInvalid):
        import_codes(programme.id, CodeFile("mug", "\n", "fair", "anna"))


def test_codes_expire(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER, codes=CodeSource.POOL, voucher_days=1)
    import_codes(
        programme.id, CodeFile("mug", "PARTNER-0001,2026-06-16\nPARTNER-0002,2026-07-31\nPARTNER-0003", "a", "")
    )
    place_order(programme.id, wish(member))
    frozen_clock.advance(timedelta(days=2))
    with pytest.raises(errors.VoucherExpired):
        use_voucher(programme.id, show("PARTNER-0001"))
    assert expire_vouchers(programme.id) == 1
    with pytest.raises(errors.VoucherExpired):
        use_voucher(programme.id, show("PARTNER-0001"))
    frozen_clock.advance(timedelta(days=60))
    assert (expire_vouchers(programme.id), expire_vouchers(programme.id)) == (1, 0)
    assert stock(programme) == Stock(2, 0, 1)
    with pytest.raises(errors.VoucherExpired):
        void_voucher(programme.id, vouchers_of(programme.id, member).items[0].number, ANNA)
    assert verify_rewards(programme.id) == []


def test_codes_cannot_be_tried_out(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER, codes=CodeSource.POOL)
    import_codes(programme.id, CodeFile("mug", "PARTNER-0001\nPARTNER-0002", "a", ""))
    place_order(programme.id, wish(member))
    for code in [
        "",
        "nonsense",
        "PARTNER-0002",
        *[f"0000-0000-0000-{number:04d}" for number in range(WRONG_CODES - 3)],
    ]:
        with pytest.raises(errors.VoucherUnknown) as caught:
            check_voucher(programme.id, show(code))
        assert caught.value.params == {}
    with pytest.raises(errors.TooManyWrongCodes):
        use_voucher(programme.id, show("PARTNER-0001"))
    assert check_voucher(programme.id, show("PARTNER-0001", who="another till")).state is VoucherState.ASSIGNED
    frozen_clock.advance(timedelta(minutes=10))
    assert use_voucher(programme.id, show("PARTNER-0001")).state is VoucherState.USED
    with pytest.raises(errors.VoucherUnknown):
        void_voucher(programme.id, 10**9, ANNA)
