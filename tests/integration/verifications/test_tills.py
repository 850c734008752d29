"""Tills without a network: packs, settling once, conflicts, and keys that change."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from regulars.domain.benefits.operations import grant_benefit
from regulars.domain.benefits.types import NewGrant, Place
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.errors import (
    CodeAltered,
    CodeKeyMissing,
    ConflictMissing,
    ConflictResolved,
    ReversalReasonMissing,
    SettlementTooLarge,
    SettlementUnsigned,
    TillExists,
    TillInvalid,
    TillMissing,
    TillOfOtherStore,
    TillRevoked,
)
from regulars.domain.verifications.operations import (
    close_conflict,
    look_up,
    register_till,
    retry_conflict,
    revoke_key,
    revoke_till,
    rotate_key,
    rotate_when_due,
    settle,
    till_pack,
)
from regulars.domain.verifications.policy.formats import read_code
from regulars.domain.verifications.queries import (
    list_code_keys,
    list_conflicts,
    list_tills,
    list_verifications,
)
from regulars.domain.verifications.types.tills import (
    NewTill,
    OfflineUse,
    RegisteredTill,
    Settled,
    Settlement,
    TillState,
)
from regulars.platform import clock
from regulars.platform.paging import PageRequest
from tests.counter import check_in, fresh, showing
from tests.integration.verifications.signing import signature

MINUTE = timedelta(minutes=1)


@pytest.fixture
def till(programme: LiveProgramme) -> RegisteredTill:
    """The till T1 of the store S1."""
    return register_till(programme.id, NewTill("T1", "front", "S1", "anna"))


def send(programme: LiveProgramme, till: RegisteredTill, uses: Sequence[OfflineUse]) -> Settled:
    """Settle uses, signed as they must be."""
    body = b"what was sent"
    return settle(programme.id, Settlement(till.till.code, body, signature(till.private_key, body), tuple(uses), "key"))


def offline(programme: LiveProgramme, member: int, number: int, benefit: str = "delivery", **more: Any) -> OfflineUse:
    """A use of a benefit at a till without a network, now."""
    code = more.pop("code", None) or fresh(programme, member, more.pop("named", ""))
    return OfflineUse(number, code, clock.now(), benefit, **more)


def test_codes_are_such_as_tills_can_check(programme: LiveProgramme, member: int, till: RegisteredTill) -> None:
    says, proof = read_code(fresh(programme, member, "parking"))
    assert (says.offline, len(proof)) == (True, 64)
    assert check_in(programme, fresh(programme, member, "parking")).benefit == "parking"
    revoke_till(programme.id, "T1", "anna")
    assert not read_code(fresh(programme, member))[0].offline


def test_what_a_till_did_is_settled_once(
    programme: LiveProgramme, member: int, till: RegisteredTill, frozen_clock: Any
) -> None:
    uses = [offline(programme, member, 1), offline(programme, member, 3, order_id="A-1")]
    then = clock.now()
    frozen_clock.advance(timedelta(hours=5))
    done = send(programme, till, uses)
    assert [(one.number, one.state, one.member_id) for one in done.uses] == [
        (1, TillState.SETTLED, member),
        (3, TillState.SETTLED, member),
    ]
    assert done.missing == (2,)
    again = send(programme, till, uses)
    assert [(one.verification, one.repeated) for one in again.uses] == [(one.verification, True) for one in done.uses]
    made = list_verifications(programme.id, PageRequest()).items
    assert [(one.till_number, one.verified_at, one.place) for one in made] == [
        (3, then, Place("store", "S1", "T1")),
        (1, then, Place("store", "S1", "T1")),
    ]
    (told,) = list_tills(programme.id)
    assert (told.last_number, told.waiting) == (3, 0)


def test_what_cannot_be_settled_is_told_one_by_one(
    programme: LiveProgramme, member: int, till: RegisteredTill, frozen_clock: Any
) -> None:
    spent = fresh(programme, member)
    stale = fresh(programme, member)
    uses = [
        offline(programme, member, 1, "coupon"),
        offline(programme, member, 2, "coupon"),
        offline(programme, member, 3, code=spent),
        OfflineUse(4, stale, clock.now() + 10 * MINUTE, "delivery"),
        offline(programme, member, 5, "parking"),
        offline(programme, member, 6, code="RG" + "A" * 60),
    ]
    check_in(programme, spent, "delivery", place=Place("store", "S1", "T2"))
    frozen_clock.advance(timedelta(hours=1))
    done = send(programme, till, uses)
    assert [one.problem for one in done.uses] == [
        "",
        "benefit_used_up",
        "code_used",
        "code_expired",
        "",
        "code_altered",
    ]
    waiting = list_conflicts(programme.id, PageRequest()).items
    assert [one.number for one in waiting] == [6, 4, 3, 2]
    assert list_conflicts(programme.id, PageRequest(limit=1), "T1").items[0].number == 6
    assert list_tills(programme.id)[0].waiting == 4
    page = list_conflicts(programme.id, PageRequest(limit=2))
    assert [one.number for one in list_conflicts(programme.id, PageRequest(page.next_cursor, 2)).items] == [3, 2]


def test_another_use_under_a_number_is_told(programme: LiveProgramme, member: int, till: RegisteredTill) -> None:
    send(programme, till, [offline(programme, member, 1)])
    other = send(programme, till, [offline(programme, member, 1)]).uses[0]
    assert (other.state, other.problem) == (TillState.CONFLICT, "till_number_taken")
    assert list_conflicts(programme.id, PageRequest()).items == ()


def test_conflicts_are_settled_or_closed(programme: LiveProgramme, member: int, till: RegisteredTill) -> None:
    done = send(programme, till, [offline(programme, member, number, "sorry") for number in (1, 2)])
    first, second = done.uses
    assert [one.problem for one in done.uses] == ["benefit_not_held"] * 2
    grant_benefit(programme.id, NewGrant("g1", member, "sorry", "late", "anna"))
    assert retry_conflict(programme.id, first.id, "anna").state is TillState.SETTLED
    with pytest.raises(ReversalReasonMissing):
        close_conflict(programme.id, second.id, " ", "anna")
    closed = close_conflict(programme.id, second.id, "goodwill", "anna")
    assert (closed.state, closed.closed_by, closed.closed_why) == (TillState.CLOSED, "anna", "goodwill")
    with pytest.raises(ConflictResolved):
        retry_conflict(programme.id, first.id, "anna")
    with pytest.raises(ConflictMissing):
        retry_conflict(programme.id, 0, "anna")
    assert send(programme, till, []).uses == ()


def test_what_is_too_old_is_not_settled(
    programme: LiveProgramme, member: int, till: RegisteredTill, frozen_clock: Any
) -> None:
    use = offline(programme, member, 1)
    frozen_clock.advance(timedelta(days=31))
    assert send(programme, till, [use]).uses[0].problem == "settled_too_late"


def test_settlements_are_signed_by_the_till(programme: LiveProgramme, member: int, till: RegisteredTill) -> None:
    use, body = offline(programme, member, 1), b"body"
    other = register_till(programme.id, NewTill("T2", "back", "S1", "anna"))
    for forged in ("", "not base64", signature(other.private_key, body), signature(till.private_key, b"other")):
        with pytest.raises(SettlementUnsigned):
            settle(programme.id, Settlement("T1", body, forged, (use,), "key"))
    with pytest.raises(SettlementTooLarge):
        send(programme, till, [use] * 501)
    with pytest.raises(TillMissing):
        settle(programme.id, Settlement("T9", body, "", (use,), "key"))


def test_tills_are_registered_and_revoked(programme: LiveProgramme, member: int, till: RegisteredTill) -> None:
    own = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    mine = register_till(programme.id, NewTill("T2", "back", "S2", "anna", own))
    assert (mine.private_key, mine.till.public_key) == ("", own)
    with pytest.raises(TillExists):
        register_till(programme.id, NewTill("T1", "again", "S1", "anna"))
    for new in (NewTill("", "x", "S1", "a"), NewTill("T3", "x", "S1", "a", "AAAA"), NewTill("T3", "x", "S1", "a", "é")):
        with pytest.raises(TillInvalid):
            register_till(programme.id, new)
    with pytest.raises(TillOfOtherStore):
        look_up(programme.id, showing(fresh(programme, member), Place("store", "S2", "T1")))
    assert look_up(programme.id, showing(fresh(programme, member), Place("store", "", "T1"))).member_id == member
    revoke_till(programme.id, "T1", "anna")
    assert revoke_till(programme.id, "T1", "anna").revoked_at == clock.now()
    for deed in (
        lambda: look_up(programme.id, showing(fresh(programme, member))),
        lambda: send(programme, till, []),
        lambda: till_pack(programme.id, "T1"),
    ):
        with pytest.raises(TillRevoked):
            deed()


def test_a_pack_has_what_is_used_in_the_store(programme: LiveProgramme, till: RegisteredTill) -> None:
    answer: Any = till_pack(programme.id, "T1")
    pack = json.loads(answer["pack"])
    assert (pack["till"], pack["store"], pack["programme"]["id"]) == ("T1", "S1", "family")
    assert {"parking", "coupon"} <= {one["id"] for one in pack["benefits"]}
    assert "manager" not in {one["id"] for one in pack["benefits"]}
    register_till(programme.id, NewTill("T9", "far", "S9", "anna"))
    far: Any = till_pack(programme.id, "T9")
    assert "parking" not in {one["id"] for one in json.loads(far["pack"])["benefits"]}
    for key in pack["keys"]:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"]))
        signature = base64.b64decode(answer["signatures"][str(key["number"])])
        public.verify(signature, b"regulars pack 1" + answer["pack"].encode())


def test_keys_change_and_old_codes_stay_good(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    old = fresh(programme, member)
    assert rotate_key(programme.id, "anna").number == 2
    assert check_in(programme, old, "delivery").benefit == "delivery"
    assert read_code(fresh(programme, member))[0].key == 2
    revoke_key(programme.id, 1, "anna")
    with pytest.raises(CodeAltered):
        look_up(programme.id, showing(old))
    with pytest.raises(CodeKeyMissing):
        revoke_key(programme.id, 9, "anna")
    lost = fresh(programme, member)
    assert revoke_key(programme.id, 2, "anna") == revoke_key(programme.id, 2, "anna")
    with pytest.raises(CodeAltered):
        look_up(programme.id, showing(lost))
    assert read_code(fresh(programme, member))[0].key == 3


def test_the_next_key_is_known_before_it_signs(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    assert not rotate_when_due(programme.id)
    fresh(programme, member)
    frozen_clock.advance(timedelta(days=26))
    assert not rotate_when_due(programme.id)
    frozen_clock.advance(timedelta(days=2))
    assert [rotate_when_due(programme.id), rotate_when_due(programme.id)] == [True, False]
    assert read_code(fresh(programme, member))[0].key == 1
    assert [one.number for one in list_code_keys(programme.id)] == [2, 1]
    frozen_clock.advance(timedelta(days=3))
    assert read_code(fresh(programme, member))[0].key == 2


def test_a_key_signs_only_in_its_time(programme: LiveProgramme, member: int, frozen_clock: Any) -> None:
    fresh(programme, member)
    rotate_key(programme.id, "anna", clock.now() + timedelta(days=3))
    frozen_clock.advance(timedelta(days=3, hours=-1))
    early = fresh(programme, member)
    check_in(programme, early, "delivery")
    assert rotate_key(programme.id, "anna").number == 3
    assert read_code(fresh(programme, member))[0].key == 3
