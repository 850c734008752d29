"""Ending sessions."""

from __future__ import annotations

from regulars.domain.sign_ins.errors import MemberSessionMissing
from regulars.domain.sign_ins.models import MemberSession
from regulars.domain.sign_ins.types import Visitor


def sign_out(visitor: Visitor) -> None:
    """End the session that the visitor came with."""
    MemberSession.objects.filter(pk=visitor.session.id).delete()


def end_session(visitor: Visitor, session_id: int) -> None:
    """End one of the visitor's sessions; raises MemberSessionMissing for one that is not theirs."""
    if not _own(visitor, pk=session_id):
        raise MemberSessionMissing(session=session_id)


def end_other_sessions(visitor: Visitor) -> int:
    """End all sessions of the visitor but the present one; how many there were."""
    rows = MemberSession.objects.filter(programme_id=visitor.programme_id, member_id=visitor.member.id)
    return rows.exclude(pk=visitor.session.id).delete()[0]


def _own(visitor: Visitor, pk: int) -> int:
    rows = MemberSession.objects.filter(programme_id=visitor.programme_id, member_id=visitor.member.id, pk=pk)
    return rows.delete()[0]
