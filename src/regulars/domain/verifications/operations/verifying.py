"""Verifying: a benefit or a voucher is used, once and only once, and what shows it is written with the use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from regulars.domain.benefits.operations import use_now
from regulars.domain.benefits.policy import benefit_named
from regulars.domain.benefits.types import NewUse, Place
from regulars.domain.programmes.queries import live_programme, one_version
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.operations import check_voucher, use_voucher
from regulars.domain.rewards.types.vouchers import NewUse as NewVoucherUse
from regulars.domain.verifications.errors import BenefitNotNamed, CodeOfOther, StoreNotNamed, VerificationConflict
from regulars.domain.verifications.models import ShownCode, Verification
from regulars.domain.verifications.operations.limiting import at_counter
from regulars.domain.verifications.operations.reading import (
    Shown,
    benefit_asked,
    check_moment,
    fingerprint_of,
    read_shown,
)
from regulars.domain.verifications.operations.spending import demand_unused, shown_row, spend
from regulars.domain.verifications.operations.tills import placed
from regulars.domain.verifications.queries.listing import verification_view
from regulars.domain.verifications.types.verifying import NewVerification, VerificationView
from regulars.platform import clock
from regulars.platform.clock import now_us, to_us
from regulars.platform.statements import Reading, add

__all__ = ["Offline", "verify", "write_verification"]

_MADE = Reading(Verification, "WHERE programme_id = %s AND request_id = %s")


@dataclass(frozen=True)
class Offline:
    """That a use was made by a till without a network, when, and under which number of its own."""

    used_at: datetime
    number: int


def verify(programme_id: int, asked: NewVerification) -> VerificationView:
    """Use a benefit or a voucher by what was shown; the same request again is answered as the first time.

    Raises what `look_up` does; CodeOfOther, BenefitNotNamed, StoreNotNamed, VerificationConflict for another request
    under this id; and what `use_benefit` and `use_voucher` refuse with. A code that is refused may be shown again.
    """
    return at_counter(programme_id, asked.showing, lambda: write_verification(live_programme(programme_id), asked))


def write_verification(
    programme: LiveProgramme, asked: NewVerification, offline: Offline | None = None
) -> VerificationView:
    """Write a verification in the caller's transaction, for this context only; raises as `verify` does."""
    with one_version(programme):
        return _write(programme, asked, offline)


def _write(programme: LiveProgramme, asked: NewVerification, offline: Offline | None) -> VerificationView:
    asked = replace(asked, showing=placed(programme.id, asked.showing))
    if (known := _known(programme.id, asked)) is not None:
        return known
    shown = read_shown(programme, asked.showing)
    row = shown_row(programme.id, shown.digest, asked.showing.who) if shown.digest else None
    if row is not None and row.verification is not None and (known := _known(programme.id, asked)) is not None:
        return known
    if row is not None:
        _check_row(row, shown, asked, offline)
    made = _used(programme, asked, shown, offline)
    if made is None:
        return _known(programme.id, asked) or _conflict(asked)
    add(made)  # an id that was taken meanwhile is a race: again, it is known
    if row is not None:
        spend(row, made)
    return verification_view(made)


def _used(
    programme: LiveProgramme, asked: NewVerification, shown: Shown, offline: Offline | None
) -> Verification | None:
    """Use what was shown; None where that was done under this id while we waited for it."""
    if shown.voucher_code:
        return _use_voucher(programme, asked, shown)
    return _use_benefit(programme, asked, shown, offline)


def _conflict(asked: NewVerification) -> NoReturn:
    raise VerificationConflict(id=asked.request_id)


def _check_row(row: ShownCode, shown: Shown, asked: NewVerification, offline: Offline | None) -> None:
    """Raise unless the code is unused, and of now or looked up a while ago by whoever asks."""
    demand_unused(row)
    if offline is not None:
        check_moment(shown, offline.used_at)
    elif row.shown_to != asked.showing.who or row.ends_at <= now_us():
        check_moment(shown, clock.now())


def _use_benefit(
    programme: LiveProgramme, asked: NewVerification, shown: Shown, offline: Offline | None
) -> Verification | None:
    showing = asked.showing
    assert shown.member_id is not None  # noqa: S101 - only codes of the mall's vouchers may be nobody's
    identity = benefit_asked(shown, asked.benefit)
    if not identity:
        raise BenefitNotNamed
    _check_store(programme, identity, showing.place)
    used = use_now(
        programme,
        NewUse(
            use_id=f"verification:{asked.request_id}",
            member_id=shown.member_id,
            benefit=identity,
            actor=showing.actor,
            place=showing.place,
            order_id=asked.order_id,
            amount_minor=asked.amount_minor,
            key=shown.key or asked.key,
            used_at=None if offline is None else offline.used_at,
        ),
    )
    if used.repeated:
        return None
    made = _row(programme.id, asked, shown, offline)
    made.benefit, made.use_id, made.verified_at = identity, used.use_id, to_us(used.used_at)
    return made


def _use_voucher(programme: LiveProgramme, asked: NewVerification, shown: Shown) -> Verification | None:
    showing = asked.showing
    if asked.benefit:
        check_voucher(programme.id, NewVoucherUse(shown.voucher_code, "", "", showing.actor, showing.who))
        raise CodeOfOther(benefit=asked.benefit)
    where = " / ".join(part for part in (showing.place.store, showing.place.till) if part)
    use_id = f"verification:{hashlib.sha256(asked.request_id.encode()).hexdigest()}"
    used = use_voucher(programme.id, NewVoucherUse(shown.voucher_code, use_id, where, showing.actor, showing.who))
    if used.repeated:
        return None
    made = _row(programme.id, asked, shown, None)
    made.voucher, made.item, made.use_id, made.member_id = used.number, used.item, use_id, used.member_id
    return made


def _check_store(programme: LiveProgramme, identity: str, place: Place) -> None:
    """Raise StoreNotNamed where a benefit is for certain stores, and nothing says in which it is used."""
    benefit = benefit_named(programme.document, identity)
    if benefit.stores and not place.store:
        raise StoreNotNamed(benefit=identity)


def _row(programme_id: int, asked: NewVerification, shown: Shown, offline: Offline | None) -> Verification:
    """What both kinds of verifications have, not yet written."""
    place, now = asked.showing.place, now_us()
    return Verification(
        programme_id=programme_id,
        request_id=asked.request_id,
        fingerprint=fingerprint_of(asked.showing),
        way=shown.way.value,
        member_id=shown.member_id,
        channel=place.channel,
        store=place.store,
        till=place.till,
        till_number=None if offline is None else offline.number,
        order_id=asked.order_id,
        actor=asked.showing.actor,
        verified_at=now if offline is None else to_us(offline.used_at),
        recorded_at=now,
    )


def _known(programme_id: int, asked: NewVerification) -> VerificationView | None:
    """The first answer, when this was verified before; raises VerificationConflict when something else was."""
    row = _MADE.first(programme_id, asked.request_id)
    if row is None:
        return None
    same = bytes(row.fingerprint) == fingerprint_of(asked.showing) and asked.benefit in ("", row.benefit)
    if not same or row.order_id != asked.order_id:
        raise VerificationConflict(id=asked.request_id)
    return verification_view(row, repeated=True)
