"""Vouchers of the mall at the counter, by their own code and by the member's."""

from __future__ import annotations

import pytest

from regulars.domain.offers.types import ItemKind
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.errors import VoucherUnknown, VoucherUsed
from regulars.domain.rewards.operations import place_order
from regulars.domain.rewards.queries import vouchers_of
from regulars.domain.rewards.types.vouchers import VoucherState
from regulars.domain.verifications.errors import CodeOfOther, CodeUsed
from regulars.domain.verifications.operations import code_for, look_up, reverse
from regulars.domain.verifications.types.codes import Way
from regulars.domain.verifications.types.verifying import NewReversal
from tests.counter import check_in, fresh, showing
from tests.mall import install_mall, offer, wish


@pytest.fixture
def mall(db: None, frozen_clock: object) -> tuple[LiveProgramme, list[int]]:
    """Two members; the first has two vouchers."""
    programme, members = install_mall(2)
    offer(programme, kind=ItemKind.VOUCHER)
    place_order(programme.id, wish(members[0], quantity=2))
    return programme, members


def test_a_voucher_is_used_by_its_own_code(mall: tuple[LiveProgramme, list[int]]) -> None:
    programme, (member, _) = mall
    bought = vouchers_of(programme.id, member).items[0]
    found = look_up(programme.id, showing(bought.code))
    assert found.voucher is not None
    assert (found.way, found.voucher.number, found.benefits) == (Way.VOUCHER, bought.number, ())
    made = check_in(programme, bought.code)
    assert (made.voucher, made.item, made.member_id, made.benefit) == (bought.number, "mug", member, "")
    assert vouchers_of(programme.id, member).items[0].used_place == "S1 / T1"
    assert check_in(programme, bought.code).repeated
    with pytest.raises(VoucherUsed):
        check_in(programme, bought.code, request_id="r2")
    reverse(programme.id, NewReversal(made.id, "wrong mug", "anna"))
    assert vouchers_of(programme.id, member).items[0].state is VoucherState.ASSIGNED
    check_in(programme, bought.code, request_id="r2")


def test_a_voucher_is_used_by_the_members_code(mall: tuple[LiveProgramme, list[int]]) -> None:
    programme, (member, other) = mall
    number = vouchers_of(programme.id, member).items[0].number
    code = fresh(programme, member, voucher=number)
    assert look_up(programme.id, showing(code)).member_id == member
    with pytest.raises(CodeOfOther):
        check_in(programme, code, "delivery")
    assert check_in(programme, code).voucher == number
    with pytest.raises(CodeUsed):
        check_in(programme, code, request_id="r2")
    with pytest.raises(VoucherUsed):
        code_for(programme.id, member, voucher_number=number)
    with pytest.raises(VoucherUnknown):
        code_for(programme.id, other, voucher_number=number)
