"""Verifying at the counter: once and only once, and each refusal with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.benefits.errors import BenefitNotHeld, BenefitUsedUp, WrongStore
from regulars.domain.benefits.operations import grant_benefit, return_use, withdraw_benefit
from regulars.domain.benefits.queries import list_uses
from regulars.domain.benefits.types import NewGrant, Place
from regulars.domain.members.errors import MemberMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.errors import VoucherUnknown
from regulars.domain.verifications.errors import (
    BenefitNotNamed,
    CodeAltered,
    CodeExpired,
    CodeForeign,
    CodeOfOther,
    CodeReturned,
    CodeUsed,
    CodeWithdrawn,
    ReversalNotAllowed,
    ReversalReasonMissing,
    StoreNotNamed,
    TooManyWrongShown,
    VerificationConflict,
    VerificationMissing,
    VerificationReversed,
)
from regulars.domain.verifications.operations import (
    code_for,
    code_of_grant,
    forget_what_is_over,
    look_up,
    reverse,
    verify,
    withdraw_grant_code,
)
from regulars.domain.verifications.queries import codes_of_grant, every_verification, list_verifications, verification
from regulars.domain.verifications.types.codes import Way
from regulars.domain.verifications.types.verifying import NewReversal, NewVerification, VerificationFilter
from regulars.platform import audit, clock
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from tests.benefits import install_benefits
from tests.counter import STORE, check_in, fresh, showing
from tests.families import enrol

STEP = timedelta(seconds=60)


def refusals() -> list[str]:
    """Why something was refused, newest first, as the audit trail tells it."""
    lines = audit.list_entries(PageRequest()).items
    return [line.params["reason"] for line in lines if line.action == "verification_refused"]


def test_a_code_shows_what_may_be_used_and_is_used(programme: LiveProgramme, member: int) -> None:
    code = fresh(programme, member)
    found = look_up(programme.id, showing(code))
    assert (found.way, found.member_id) == (Way.CODE, member)
    assert {one.held.benefit.id: one.refusal for one in found.benefits} == {
        "coupon": "",
        "parking": "",
        "delivery": "",
    }
    made = check_in(programme, code, "delivery", order_id="A-1")
    assert (made.member_id, made.benefit, made.place, made.order_id) == (member, "delivery", STORE, "A-1")
    assert (made.actor, made.verified_at, made.repeated) == ("anna", clock.now(), False)
    used = list_uses(programme.id, PageRequest()).items[0]
    assert (used.use_id, used.place, used.actor) == ("verification:r1", STORE, "anna")


def test_the_same_request_again_is_one_verification(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    code = fresh(programme, member)
    first = check_in(programme, code, "delivery")
    frozen_clock.advance(timedelta(hours=1))
    again = check_in(programme, code, "delivery")
    assert (again.id, again.repeated) == (first.id, True)
    for benefit, order in (("coupon", ""), ("delivery", "B")):
        with pytest.raises(VerificationConflict):
            check_in(programme, code, benefit, order_id=order)
    assert len(list_uses(programme.id, PageRequest()).items) == 1


def test_a_code_is_good_for_one_use(programme: LiveProgramme, member: int) -> None:
    code = fresh(programme, member)
    check_in(programme, code, "delivery")
    with pytest.raises(CodeUsed) as refused:
        check_in(programme, code, "coupon", "r2")
    assert (refused.value.params["store"], refused.value.params["till"]) == ("S1", "T1")
    with pytest.raises(CodeUsed):
        look_up(programme.id, showing(code))
    assert refusals() == ["code_used", "code_used"]
    check_in(programme, fresh(programme, member), "coupon", "r2")


def test_a_code_may_be_shown_again_after_a_refusal(programme: LiveProgramme, member: int) -> None:
    code = fresh(programme, member)
    for place, error in ((Place("store", "S9"), WrongStore), (Place("store"), StoreNotNamed)):
        with pytest.raises(error):
            check_in(programme, code, "parking", place=place)
    with pytest.raises(BenefitNotNamed):
        check_in(programme, code)
    with pytest.raises(BenefitNotHeld):
        check_in(programme, code, "cake")
    assert check_in(programme, code, "parking").benefit == "parking"
    assert refusals() == ["benefit_not_held", "benefit_not_named", "store_not_named", "benefit_wrong_store"]


def test_a_code_for_one_benefit_is_for_no_other(programme: LiveProgramme, member: int) -> None:
    code = fresh(programme, member, "delivery")
    assert [one.held.benefit.id for one in look_up(programme.id, showing(code)).benefits] == ["delivery"]
    with pytest.raises(CodeOfOther):
        check_in(programme, code, "coupon")
    assert check_in(programme, code).benefit == "delivery"


def test_a_code_for_what_the_member_does_not_have_is_not_made(programme: LiveProgramme, member: int) -> None:
    with pytest.raises(BenefitNotHeld):
        code_for(programme.id, member, "cake")
    check_in(programme, fresh(programme, member), "coupon")
    with pytest.raises(BenefitUsedUp):
        code_for(programme.id, member, "coupon")
    with pytest.raises(MemberMissing):
        code_for(programme.id, 10**9)


def test_what_is_used_up_is_shown_as_such(programme: LiveProgramme, member: int) -> None:
    check_in(programme, fresh(programme, member), "coupon")
    found = look_up(programme.id, showing(fresh(programme, member), Place("store", "S9")))
    assert {one.held.benefit.id: one.refusal for one in found.benefits} == {
        "coupon": "benefit_used_up",
        "parking": "benefit_wrong_store",
        "delivery": "",
    }
    with pytest.raises(BenefitUsedUp):
        check_in(programme, fresh(programme, member), "coupon", "r2")


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_differ_by_a_step(programme: LiveProgramme, member: int, frozen_clock: Any, steps: int) -> None:
    code = fresh(programme, member)
    frozen_clock.advance(steps * STEP)
    assert check_in(programme, code, "delivery").benefit == "delivery"


@pytest.mark.parametrize(("steps", "reason"), [(-2, "code_not_yet_valid"), (2, "code_expired")])
def test_codes_of_another_time_are_refused(
    programme: LiveProgramme, member: int, frozen_clock: Any, steps: int, reason: str
) -> None:
    code = fresh(programme, member)
    frozen_clock.advance(steps * STEP)
    with pytest.raises(DomainError, match=reason):
        check_in(programme, code, "delivery")
    with pytest.raises(DomainError, match=reason):
        look_up(programme.id, showing(code))


def test_who_looked_a_code_up_has_ten_minutes(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    code, other = fresh(programme, member), fresh(programme, member)
    for shown in (code, other):
        good_until = look_up(programme.id, showing(shown)).good_until
        assert good_until == clock.now() + timedelta(minutes=10)
    frozen_clock.advance(timedelta(minutes=9))
    with pytest.raises(CodeExpired):
        check_in(programme, code, "delivery", who="key 2")
    check_in(programme, code, "delivery")
    frozen_clock.advance(timedelta(minutes=2))
    with pytest.raises(CodeExpired):
        check_in(programme, other, "delivery", "r2")


def test_codes_of_others_are_refused(programme: LiveProgramme, member: int) -> None:
    elsewhere = install_benefits("elsewhere")
    with pytest.raises(CodeForeign):
        check_in(programme, fresh(elsewhere, enrol(elsewhere, 1)[0]), "delivery")
    code = fresh(programme, member)
    with pytest.raises(CodeAltered):
        check_in(programme, code[:-1] + ("A" if code[-1] != "A" else "B"), "delivery")
    with pytest.raises(VoucherUnknown):
        check_in(programme, "0000-0000-0000-0000")
    assert refusals() == ["voucher_unknown", "code_altered", "code_foreign"]


def test_wrong_codes_are_counted(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    for number in range(20):
        with pytest.raises((CodeAltered, VoucherUnknown)):
            look_up(programme.id, showing("RG" + "A" * 60 if number % 2 else f"ABCD-EFGH-{number:04}"))
    with pytest.raises(TooManyWrongShown):
        check_in(programme, fresh(programme, member), "delivery")
    assert (len(refusals()), refusals()[0]) == (21, "too_many_wrong_shown")
    check_in(programme, fresh(programme, member), "delivery", place=Place("store", "S1", "T2"))
    frozen_clock.advance(timedelta(minutes=10))
    check_in(programme, fresh(programme, member), "delivery", "r2")
    assert forget_what_is_over() > 0


@pytest.mark.parametrize(("more", "tries"), [({"who": "key 1"}, 200), ({"address": "192.0.2.1"}, 100)])
def test_wrong_codes_are_counted_by_key_and_by_address(
    programme: LiveProgramme, member: int, more: dict[str, str], tries: int
) -> None:
    def at(number: int, code: str) -> Any:
        who = more.get("who", f"key {number}")
        return showing(code, Place("store", "S1", f"T{number}"), who, address=more.get("address", ""))

    for number in range(tries):
        with pytest.raises(CodeAltered):
            look_up(programme.id, at(number, "RG" + "A" * 60))
    with pytest.raises(TooManyWrongShown):
        look_up(programme.id, at(tries, fresh(programme, member)))


def test_a_member_without_a_code_is_known_by_hand(programme: LiveProgramme, member: int) -> None:
    found = look_up(programme.id, showing(member_id=member))
    assert (found.way, len(found.benefits), found.good_until) == (Way.HAND, 3, None)
    made = verify(programme.id, NewVerification("r1", showing(member_id=member), "delivery"))
    assert (made.way, made.member_id) == (Way.HAND, member)
    with pytest.raises(MemberMissing):
        look_up(programme.id, showing(member_id=10**9))


def test_the_code_of_a_grant_is_a_voucher(programme: LiveProgramme, member: int) -> None:
    granted = grant_benefit(programme.id, NewGrant("g1", member, "sorry", "late", "anna", quota=2))
    handed = code_of_grant(programme.id, granted.id, "anna")
    assert code_of_grant(programme.id, granted.id, "anna") == code_of_grant(programme.id, granted.id, "bert")
    assert code_of_grant(programme.id, granted.id, "anna").code == handed.code
    assert [one.code for one in codes_of_grant(programme.id, granted.id)] == [f"…{handed.code[-4:]}"]
    assert [one.held.benefit.id for one in look_up(programme.id, showing(handed.code)).benefits] == ["sorry"]
    made = check_in(programme, handed.code.lower().replace("-", " "))
    assert (made.way, made.benefit, made.member_id) == (Way.VOUCHER, "sorry", member)
    check_in(programme, handed.code, request_id="r2")
    with pytest.raises(BenefitUsedUp):
        check_in(programme, handed.code, request_id="r3")


def test_the_code_of_a_grant_is_withdrawn(programme: LiveProgramme, member: int) -> None:
    granted = grant_benefit(programme.id, NewGrant("g1", member, "sorry", "late", "anna"))
    handed = code_of_grant(programme.id, granted.id, "anna")
    withdraw_grant_code(programme.id, granted.id, "anna")
    with pytest.raises(CodeWithdrawn):
        check_in(programme, handed.code)
    with pytest.raises(CodeWithdrawn):
        withdraw_grant_code(programme.id, granted.id, "anna")
    again = code_of_grant(programme.id, granted.id, "anna")
    assert again.code != handed.code
    withdraw_benefit(programme.id, granted.id, "mistake", "anna")
    with pytest.raises(BenefitNotHeld):
        check_in(programme, again.code)


def test_what_is_undone_can_be_used_again_with_another_code(programme: LiveProgramme, member: int) -> None:
    code = fresh(programme, member)
    made = check_in(programme, code, "coupon")
    with pytest.raises(ReversalReasonMissing):
        reverse(programme.id, NewReversal(made.id, " ", "anna"))
    back = reverse(programme.id, NewReversal(made.id, "wrong coupon", "anna"))
    assert (back.reversed_at, back.reversed_by, back.reversed_why) == (clock.now(), "anna", "wrong coupon")
    with pytest.raises(VerificationReversed):
        reverse(programme.id, NewReversal(made.id, "again", "anna"))
    with pytest.raises(CodeReturned):
        check_in(programme, code, "coupon", "r2")
    check_in(programme, fresh(programme, member), "coupon", "r2")
    with pytest.raises(VerificationMissing):
        reverse(programme.id, NewReversal(10**9, "why", "anna"))


def test_what_others_did_is_undone_by_those_who_may(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    first, second = (check_in(programme, fresh(programme, member), "delivery", f"r{number}") for number in range(2))
    with pytest.raises(ReversalNotAllowed):
        reverse(programme.id, NewReversal(first.id, "why", "bert"))
    frozen_clock.advance(timedelta(minutes=30))
    with pytest.raises(ReversalNotAllowed):
        reverse(programme.id, NewReversal(first.id, "why", "anna"))
    assert reverse(programme.id, NewReversal(first.id, "why", "bert", of_others=True)).reversed_by == "bert"
    return_use(programme.id, "verification:r1", "elsewhere", "carl")
    with pytest.raises(VerificationReversed):
        reverse(programme.id, NewReversal(second.id, "why", "bert", of_others=True))


def test_verifications_are_listed(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    made = [
        check_in(programme, fresh(programme, member), "parking", f"r{number}", place=Place("store", store, "T"))
        for number, store in enumerate(("S1", "S2", "S1"))
    ]
    reverse(programme.id, NewReversal(made[0].id, "why", "anna"))
    page = list_verifications(programme.id, PageRequest(limit=2))
    assert [one.id for one in page.items] == [made[2].id, made[1].id]
    rest = list_verifications(programme.id, PageRequest(page.next_cursor, 2))
    assert [one.id for one in rest.items] == [made[0].id]
    narrowed = VerificationFilter(member, "parking", "S1", "T", "anna", clock.now(), None, with_reversed=False)
    assert [one.id for one in every_verification(programme.id, narrowed)] == [made[2].id]
    assert verification(programme.id, made[1].id).place.store == "S2"
    assert list(every_verification(programme.id, VerificationFilter(before=clock.now()))) == []
