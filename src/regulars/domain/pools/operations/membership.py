"""Who is in a pool: made, joined by invitation, left, closed. Nobody's points move."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from regulars.domain.members.queries import check_active
from regulars.domain.pools.errors import (
    InAnotherPool,
    InvitationMissing,
    InvitedAlready,
    NotInPool,
    OwnerStays,
    PoolClosed,
    PoolFull,
    PoolMissing,
    PoolPointsInvalid,
)
from regulars.domain.pools.models import Pool, PoolMember
from regulars.domain.pools.policy import terms_of
from regulars.domain.pools.queries import pool
from regulars.domain.pools.types import NewPool, PoolView, Rights
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit
from regulars.platform.clock import now_us


def create_pool(programme_id: int, new: NewPool) -> PoolView:
    """Make a pool with its owner in it; raises PoolsOff, InAnotherPool, MemberMissing and MemberClosed."""
    terms_of(live_programme(programme_id).document)
    check_active(programme_id, [new.owner])
    now = now_us()
    with transaction.atomic():
        row = Pool.objects.create(
            programme_id=programme_id, name=new.name, owner=new.owner, created_at=now, created_by=new.actor
        )
        stay = _new_stay(row, new.owner, Rights(), new.actor)
        _join(stay, now)
        _tell(new.actor, "pool_created", row, owner=new.owner)
    return pool(programme_id, row.pk)


def invite_member(programme_id: int, pool_id: int, member_id: int, rights: Rights, actor: str) -> PoolView:
    """Invite a member, with the rights they will have; raises PoolFull, InvitedAlready and what is wrong with them."""
    terms = terms_of(live_programme(programme_id).document)
    check_active(programme_id, [member_id])
    _check_rights(rights)
    with transaction.atomic():
        row = open_pool(programme_id, pool_id)
        stays = set(PoolMember.objects.filter(pool=row, left_at=None).values_list("member_id", flat=True))
        if member_id in stays:
            raise InvitedAlready(member=member_id)
        if len(stays) >= terms.maximum_members:
            raise PoolFull(maximum=terms.maximum_members)
        _new_stay(row, member_id, rights, actor).save()
        _tell(actor, "pool_member_invited", row, member=member_id)
    return pool(programme_id, pool_id)


def accept_invitation(programme_id: int, pool_id: int, member_id: int, actor: str) -> PoolView:
    """Join by an invitation; raises InvitationMissing, and InAnotherPool for a member of an open pool."""
    check_active(programme_id, [member_id])
    with transaction.atomic():
        row = open_pool(programme_id, pool_id)
        stay = PoolMember.objects.filter(pool=row, member_id=member_id, left_at=None, joined_at=None).first()
        if stay is None:
            raise InvitationMissing(member=member_id)
        _join(stay, now_us())
        _tell(actor, "pool_joined", row, member=member_id)
    return pool(programme_id, pool_id)


def leave_pool(programme_id: int, pool_id: int, member_id: int, actor: str) -> PoolView:
    """Leave, be removed, or let an invitation go: their points were always their own. Raises NotInPool, OwnerStays."""
    with transaction.atomic():
        row = open_pool(programme_id, pool_id)
        if row.owner == member_id:
            raise OwnerStays
        stay = _stay(row, member_id)
        stay.left_at = now_us()
        stay.save(update_fields=["left_at"])
        _tell(actor, "pool_left", row, member=member_id)
    return pool(programme_id, pool_id)


def set_rights(programme_id: int, pool_id: int, member_id: int, rights: Rights, actor: str) -> PoolView:
    """Say what a member contributes and may spend from now on; raises NotInPool."""
    _check_rights(rights)
    with transaction.atomic():
        row = open_pool(programme_id, pool_id)
        stay = _stay(row, member_id)
        stay.contributes, stay.may_spend, stay.monthly_limit = (
            rights.contributes,
            rights.may_spend,
            rights.monthly_limit,
        )
        stay.save(update_fields=["contributes", "may_spend", "monthly_limit"])
        limit = None if rights.monthly_limit is None else f"{rights.monthly_limit:f}"
        told = {"contributes": rights.contributes, "may_spend": rights.may_spend, "monthly_limit": limit}
        _tell(actor, "pool_rights_set", row, member=member_id, **told)
    return pool(programme_id, pool_id)


def close_pool(programme_id: int, pool_id: int, actor: str) -> PoolView:
    """Close a pool: everybody leaves it, and invitations end. What was spent can still come back."""
    with transaction.atomic():
        row = open_pool(programme_id, pool_id)
        row.closed_at = now_us()
        row.save(update_fields=["closed_at"])
        PoolMember.objects.filter(pool=row, left_at=None).update(left_at=row.closed_at)
        _tell(actor, "pool_closed", row)
    return pool(programme_id, pool_id)


def open_pool(programme_id: int, pool_id: int) -> Pool:
    """The pool, locked until the transaction ends; raises PoolMissing and PoolClosed."""
    row = Pool.objects.select_for_update().filter(programme_id=programme_id, id=pool_id).first()
    if row is None:
        raise PoolMissing(pool_id=pool_id)
    if row.closed_at is not None:
        raise PoolClosed
    return row


def _new_stay(row: Pool, member_id: int, rights: Rights, actor: str) -> PoolMember:
    return PoolMember(
        pool=row,
        programme_id=row.programme_id,
        member_id=member_id,
        contributes=rights.contributes,
        may_spend=rights.may_spend,
        monthly_limit=rights.monthly_limit,
        invited_at=now_us(),
        invited_by=actor,
    )


def _join(stay: PoolMember, now: int) -> None:
    """Let the database say whether the member is in a pool already: two who ask at once are told apart there."""
    stay.joined_at = now
    try:
        with transaction.atomic():
            stay.save()
    except IntegrityError as error:
        raise InAnotherPool(member=stay.member_id) from error


def _stay(row: Pool, member_id: int) -> PoolMember:
    stay = PoolMember.objects.filter(pool=row, member_id=member_id, left_at=None).first()
    if stay is None:
        raise NotInPool(member=member_id)
    return stay


def _check_rights(rights: Rights) -> None:
    if rights.monthly_limit is not None and rights.monthly_limit <= 0:
        raise PoolPointsInvalid(points=f"{rights.monthly_limit:f}")


def _tell(actor: str, action: str, row: Pool, **params: Any) -> None:
    audit.record(actor, action, f"pool {row.pk}", params)
