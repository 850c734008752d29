"""Codes for members to show: those that change, and those of grants that are handed out as vouchers."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from regulars.domain.benefits.operations import preview_use
from regulars.domain.benefits.queries import grant
from regulars.domain.benefits.types import NewUse
from regulars.domain.members.queries import check_active
from regulars.domain.rewards.errors import VoucherUnknown, VoucherUsed
from regulars.domain.rewards.policy.codes import grouped, new_code, spelling
from regulars.domain.rewards.queries import voucher
from regulars.domain.rewards.types.vouchers import VoucherState
from regulars.domain.verifications.errors import CodeWithdrawn
from regulars.domain.verifications.models import GRANT_CODE, GrantVoucher
from regulars.domain.verifications.operations.keys import signing_key
from regulars.domain.verifications.policy.formats import NONCE_BYTES, mark_of, write_code
from regulars.domain.verifications.policy.timing import STEP_SECONDS, end_of
from regulars.domain.verifications.queries.keys import secrets_in
from regulars.domain.verifications.queries.listing import grant_code_view
from regulars.domain.verifications.queries.tills import has_tills
from regulars.domain.verifications.types.codes import CodeSays, GrantCode, MemberCode
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us
from regulars.platform.encryption import blind_index, blind_indexes, decrypt, encrypt


def code_for(programme_id: int, member_id: int, benefit: str = "", voucher_number: int | None = None) -> MemberCode:
    """A new code for a member to show now: for any of their benefits, for one, or for a voucher of the mall.

    A benefit that the member could not use now is refused here already: raises what `use_benefit` does, and
    VoucherUnknown and VoucherUsed. Where tills may be without a network the code is such as they can check by
    themselves, and longer.
    """
    check_active(programme_id, [member_id])
    if benefit:
        preview_use(programme_id, NewUse(f"code {secrets.token_hex(8)}", member_id, benefit, ""))
    if voucher_number is not None:
        _check_voucher(programme_id, member_id, voucher_number)
    key = signing_key(programme_id)
    says = CodeSays(
        programme_id=programme_id,
        key=key.number,
        member_id=member_id,
        made_at=int(clock.now().timestamp()),
        nonce=secrets.token_bytes(NONCE_BYTES),
        mark=mark_of(benefit) if benefit else b"",
        voucher=voucher_number,
        offline=has_tills(programme_id),
    )
    made_at = datetime.fromtimestamp(says.made_at, UTC)
    return MemberCode(write_code(says, secrets_in(key)), made_at, end_of(says), STEP_SECONDS)


def code_of_grant(programme_id: int, grant_id: int, actor: str) -> GrantCode:
    """The code of a grant, to be handed out as a voucher: whoever shows it uses the grant. Asked again, the same code.

    Raises GrantMissing.
    """

    def deed() -> GrantCode:
        known = GrantVoucher.objects.filter(programme_id=programme_id, grant_id=grant_id, withdrawn_at=None).first()
        if known is not None:
            return grant_code_view(known, grouped(decrypt(known.code, GRANT_CODE)), repeated=True)
        granted = grant(programme_id, grant_id)
        text = new_code()
        row = GrantVoucher.objects.create(
            programme_id=programme_id,
            code_index=grant_code_index(text),
            code=encrypt(text, GRANT_CODE),
            tail=text[-4:],
            grant_id=grant_id,
            member_id=granted.member_id,
            benefit=granted.benefit,
            made_at=now_us(),
            made_by=actor,
        )
        audit.record(actor, "grant_code_made", f"grant {grant_id}")
        return grant_code_view(row, grouped(text))

    return in_transaction(deed)


def withdraw_grant_code(programme_id: int, grant_id: int, actor: str) -> GrantCode:
    """Take the code of a grant out of use; the grant stays, and may have another code.

    Raises CodeWithdrawn when the grant has none that is in use.
    """

    def deed() -> GrantCode:
        row = GrantVoucher.objects.filter(programme_id=programme_id, grant_id=grant_id, withdrawn_at=None).first()
        if row is None:
            raise CodeWithdrawn
        row.withdrawn_at = now_us()
        row.save(update_fields=["withdrawn_at"])
        audit.record(actor, "grant_code_withdrawn", f"grant {row.grant_id}")
        return grant_code_view(row, f"…{row.tail}")

    return in_transaction(deed)


def grant_code_index(text: str) -> bytes:
    """What the code of a grant is kept under, however it is written."""
    return blind_index(spelling(text), GRANT_CODE)


def grant_code_indexes(text: str) -> tuple[bytes, ...]:
    """What the code of a grant is found by, also while keys are changed."""
    return blind_indexes(spelling(text), GRANT_CODE)


def _check_voucher(programme_id: int, member_id: int, number: int) -> None:
    found = voucher(programme_id, number)
    if found.member_id != member_id:
        raise VoucherUnknown
    if found.state is VoucherState.USED:
        raise VoucherUsed(at="" if found.used_at is None else found.used_at.isoformat(), place=found.used_place)
