"""What is shown at a counter, read: whose it is, and what for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from regulars.domain.benefits.policy import benefit_named, grant_key
from regulars.domain.members.queries import check_active
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.queries import voucher
from regulars.domain.verifications.errors import CodeAltered, CodeForeign, CodeOfOther, CodeWithdrawn
from regulars.domain.verifications.models import GrantVoucher
from regulars.domain.verifications.operations.showing import grant_code_indexes
from regulars.domain.verifications.policy.formats import (
    check_proof,
    digest_of,
    is_member_code,
    mark_of,
    read_code,
    tidy,
)
from regulars.domain.verifications.policy.timing import check_time
from regulars.domain.verifications.queries.keys import secrets_for
from regulars.domain.verifications.types.codes import CodeSays, CodeSecrets, Way
from regulars.domain.verifications.types.verifying import Showing

_NOBODYS = CodeSecrets(bytes(32), bytes(range(32)))
"""Secrets by which codes are checked whose key is unknown, so that they take as long to refuse."""


@dataclass(frozen=True)
class Shown:
    """What was shown. `digest` is that of a member's code; `voucher_code` that of a voucher of the mall.

    `benefit` is empty where the member chooses at the counter; `key` names the allotment, if the code does.
    """

    way: Way
    member_id: int | None
    digest: bytes = b""
    benefit: str = ""
    key: str = ""
    voucher_code: str = field(default="", repr=False)
    says: CodeSays | None = None


def read_shown(programme: LiveProgramme, showing: Showing) -> Shown:
    """What is shown, if it was made by this programme; whether it is of now is not looked at.

    Raises CodeAltered, CodeForeign, CodeWithdrawn and, for a member without a code, MemberMissing and MemberClosed.
    """
    if showing.member_id is not None:
        check_active(programme.id, [showing.member_id])
        return Shown(Way.HAND, showing.member_id)
    if is_member_code(showing.code):
        return _of_member(programme, showing.code)
    indexes = grant_code_indexes(showing.code)
    row = GrantVoucher.objects.filter(programme_id=programme.id, code_index__in=indexes).first()
    if row is None:
        return Shown(Way.VOUCHER, None, voucher_code=showing.code[:100])
    if row.withdrawn_at is not None:
        raise CodeWithdrawn
    return Shown(Way.VOUCHER, row.member_id, benefit=row.benefit, key=grant_key(row.grant_id))


def check_moment(shown: Shown, instant: datetime) -> None:
    """Raise CodeExpired and CodeNotYetValid for a member's code that is not of an instant."""
    if shown.says is not None:
        check_time(shown.says, instant)


def fingerprint_of(showing: Showing) -> bytes:
    """What tells one showing from another: 16 bytes."""
    text = tidy(showing.code) if showing.member_id is None else f"member {showing.member_id}"
    return hashlib.sha256(text.encode()).digest()[:16]


def benefit_asked(shown: Shown, asked: str) -> str:
    """The benefit that is used; raises CodeOfOther where the code is for another. Empty: nothing says."""
    if shown.benefit and asked not in ("", shown.benefit):
        raise CodeOfOther(benefit=shown.benefit)
    return shown.benefit or asked


def _of_member(programme: LiveProgramme, text: str) -> Shown:
    says, proof = read_code(text)
    if says.programme_id != programme.id:
        raise CodeForeign
    secrets = secrets_for(programme.id, says)
    check_proof(says, proof, secrets or _NOBODYS)
    if secrets is None:
        raise CodeAltered
    member_id, digest = says.member_id, digest_of(says)
    if says.voucher is not None:
        found = voucher(programme.id, says.voucher, whole=True)
        return Shown(Way.CODE, member_id, digest, voucher_code=found.code, says=says)
    return Shown(Way.CODE, member_id, digest, _benefit(programme, says.mark), says=says)


def _benefit(programme: LiveProgramme, mark: bytes) -> str:
    """The benefit with a mark; one that the programme has no longer is refused as any that is not there."""
    if not mark:
        return ""
    known = {mark_of(one.id): one for one in programme.document.benefits}
    return known[mark].id if mark in known else benefit_named(programme.document, mark.hex()).id
