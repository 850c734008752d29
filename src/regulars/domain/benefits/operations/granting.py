"""Granting benefits one by one, by hand and by plans, and withdrawing what was granted."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefits.errors import (
    BenefitNotUsed,
    GrantConflict,
    GrantInvalid,
    GrantMissing,
    GrantOver,
    NotByHand,
    ReasonMissing,
)
from regulars.domain.benefits.models import Entitlement, Use
from regulars.domain.benefits.operations.locking import hold
from regulars.domain.benefits.operations.telling import send_granted
from regulars.domain.benefits.policy import benefit_named, grant_key
from regulars.domain.benefits.queries.grants import granted_view
from regulars.domain.benefits.types import Granted, NewGrant, Origin
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import from_us, now_us, to_us

LARGEST_QUOTA = 1000
_BY_PEOPLE = (Origin.HAND, Origin.CAMPAIGN)


def grant_benefit(programme_id: int, asked: NewGrant) -> Granted:
    """Grant a member uses of a benefit. The same grant again is answered as the first time.

    Raises BenefitMissing, NotByHand where the programme does not let people grant it, BenefitNotUsed, GrantInvalid,
    ReasonMissing, GrantConflict, MemberMissing and MemberClosed.
    """
    return in_transaction(lambda: _grant(live_programme(programme_id), asked))


def withdraw_benefit(programme_id: int, granted_id: int, reason: str, actor: str) -> Granted:
    """End a grant before its time; a gift goes back to whose quota it came from. What was used of it stays used.

    Raises GrantMissing, GrantOver when it was withdrawn before or used up, and ReasonMissing.
    """
    return in_transaction(lambda: _withdraw(programme_id, granted_id, reason, actor))


def _grant(programme: LiveProgramme, asked: NewGrant) -> Granted:
    benefit = check_grant(programme, asked)
    key = f"{asked.origin}:{asked.grant_id}"
    if (known := _known(programme.id, key, asked)) is not None:
        return known
    hold(programme.id, asked.member_id)
    if (known := _known(programme.id, key, asked)) is not None:
        return known
    row = grant_row(programme, benefit, asked, key)
    row.save()
    send_granted(row)
    record_granted(row)
    return granted_view(row)


def grant_row(programme: LiveProgramme, benefit: Benefit, asked: NewGrant, key: str) -> Entitlement:
    """The row of a grant as of now, for this context only; not saved yet."""
    instant = now_us()
    until = to_us(asked.until or from_us(instant) + timedelta(days=benefit.valid_days))
    return Entitlement(
        programme_id=programme.id,
        member_id=asked.member_id,
        benefit=benefit.id,
        origin=asked.origin,
        key=key,
        quota=asked.quota,
        granted_at=instant,
        valid_from=instant,
        valid_until=until,
        reason=asked.reason,
        actor=asked.actor,
        detail=asked.detail,
        version_id=programme.version_id,
    )


def record_granted(row: Entitlement) -> None:
    """Note a grant in the audit trail."""
    params = {"grant": row.pk, "benefit": row.benefit, "quota": row.quota, "reason": row.reason}
    audit.record(row.actor, "benefit_granted", f"member {row.member_id}", params)


def check_grant(programme: LiveProgramme, asked: NewGrant) -> Benefit:
    """The benefit that is asked for; raises what speaks against granting it."""
    benefit = benefit_named(programme.document, asked.benefit)
    if not kind_of(benefit).used:
        raise BenefitNotUsed(benefit=benefit.id)
    if asked.origin in _BY_PEOPLE and not benefit.by_hand:
        raise NotByHand(benefit=benefit.id)
    if asked.origin in _BY_PEOPLE and not asked.reason.strip():
        raise ReasonMissing
    if not 0 < asked.quota <= LARGEST_QUOTA or (asked.until is not None and to_us(asked.until) <= now_us()):
        raise GrantInvalid(quota=asked.quota, until=asked.until.isoformat() if asked.until else "")
    return benefit


def _known(programme_id: int, key: str, asked: NewGrant) -> Granted | None:
    """The first answer, when this grant was made before; raises GrantConflict when another was."""
    row = Entitlement.objects.filter(programme_id=programme_id, key=key).first()
    if row is None:
        return None
    if (row.member_id, row.benefit, row.quota) != (asked.member_id, asked.benefit, asked.quota):
        raise GrantConflict(grant=asked.grant_id)
    return granted_view(row)


def _withdraw(programme_id: int, granted_id: int, reason: str, actor: str) -> Granted:
    if not reason.strip():
        raise ReasonMissing
    row = Entitlement.objects.filter(programme_id=programme_id, id=granted_id).first()
    if row is None:
        raise GrantMissing(grant=granted_id)
    hold(programme_id, row.member_id, [row.giver] if row.giver else [])
    row.refresh_from_db()
    used = Use.objects.filter(programme_id=programme_id, key=grant_key(row.pk), returned_at=None).count()
    if row.withdrawn_at is not None or used >= row.quota:
        raise GrantOver(grant=granted_id)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now_us(), actor, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    given = Use.objects.filter(programme_id=programme_id, use_id=row.key, given=True, returned_at=None)
    given.update(returned_at=row.withdrawn_at, returned_by=actor, returned_why=reason)
    audit.record(actor, "benefit_withdrawn", f"member {row.member_id}", {"grant": row.pk, "reason": reason})
    return granted_view(row)
