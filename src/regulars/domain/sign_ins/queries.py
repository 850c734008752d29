"""Who comes, and the lists of sessions and keys."""

from __future__ import annotations

import hashlib

from regulars.domain.members.queries import member_views
from regulars.domain.members.types import MemberState, MemberView
from regulars.domain.sign_ins.models import AppKey, MemberSession
from regulars.domain.sign_ins.policy.limits import SEEN_EVERY, SESSION_IDLE
from regulars.domain.sign_ins.types import AppKeyView, SessionView, Visitor, Way
from regulars.platform import clock
from regulars.platform.clock import from_us, now_us, to_us


def authenticate_member(token: str) -> Visitor | None:
    """The member behind a session's token; None when it is unknown or over, or they take part no longer.

    Who was merged into another comes as that other. A use prolongs the session, noted every ten minutes.
    """
    digest = hashlib.sha256(token.encode()).digest()
    row = MemberSession.objects.filter(token_hash=digest, ends_at__gt=now_us()).first()
    if row is None or (view := _present(row.programme_id, row.member_id)) is None:
        return None
    now = clock.now()
    if row.seen_at < to_us(now - SEEN_EVERY) or row.member_id != view.id:
        row.seen_at, row.ends_at, row.member_id = to_us(now), to_us(now + SESSION_IDLE), view.id
        MemberSession.objects.filter(pk=row.pk).update(
            seen_at=row.seen_at, ends_at=row.ends_at, member_id=row.member_id
        )
    return Visitor(row.programme_id, view, _session(row))


def list_sessions(programme_id: int, member_id: int) -> list[SessionView]:
    """The open sessions of a member, last used first."""
    rows = MemberSession.objects.filter(programme_id=programme_id, member_id=member_id, ends_at__gt=now_us())
    return [_session(row) for row in rows.order_by("-seen_at", "-pk")]


def list_app_keys(programme_id: int) -> list[AppKeyView]:
    """The keys of the operator's app, newest first, revoked ones included."""
    return [
        AppKeyView(
            key_id=row.key_id,
            label=row.label,
            created_at=from_us(row.created_at),
            created_by=row.created_by,
            last_used_at=None if row.last_used_at is None else from_us(row.last_used_at),
            revoked_at=None if row.revoked_at is None else from_us(row.revoked_at),
        )
        for row in AppKey.objects.filter(programme_id=programme_id).order_by("-created_at", "-pk")
    ]


def _present(programme_id: int, member_id: int) -> MemberView | None:
    """The member, or whom they take part as; None for who has left."""
    found = member_views(programme_id, [member_id])
    seen = {member_id}
    while found and found[0].merged_into is not None and found[0].merged_into not in seen:
        seen.add(found[0].merged_into)
        found = member_views(programme_id, [found[0].merged_into])
    return found[0] if found and found[0].state is MemberState.ACTIVE else None


def _session(row: MemberSession) -> SessionView:
    return SessionView(
        id=row.pk,
        device=row.device,
        way=Way(row.way),
        started_at=from_us(row.started_at),
        seen_at=from_us(row.seen_at),
        ends_at=from_us(row.ends_at),
    )
