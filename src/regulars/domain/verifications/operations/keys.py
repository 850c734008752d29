"""Keys of codes: made when the first code is, followed by another each month, ended at once when one is lost."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from regulars.domain.verifications.errors import CodeKeyMissing
from regulars.domain.verifications.models import KEY, CodeKey
from regulars.domain.verifications.policy.timing import AHEAD_DAYS, KEY_DAYS
from regulars.domain.verifications.queries.keys import key_view
from regulars.domain.verifications.types.codes import CodeKeyView
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us, to_us
from regulars.platform.databases import lock
from regulars.platform.encryption import encrypt

_SPACE = 0x76657269  # names the lock under which keys of a programme are made


def signing_key(programme_id: int) -> CodeKey:
    """The key that signs now, for this context only; the first one is made when it is needed."""
    return _signing(programme_id) or in_transaction(lambda: _first(programme_id))


def rotate_key(programme_id: int, actor: str, starts_at: datetime | None = None) -> CodeKeyView:
    """Make another key, which signs from an instant on, by default now; a key that was to follow is replaced."""
    return in_transaction(lambda: key_view(_follow(programme_id, to_us(starts_at or clock.now()), actor)))


def revoke_key(programme_id: int, number: int, actor: str) -> CodeKeyView:
    """End a key that is lost: no code that it signed is good any more, and another key signs from now on.

    Raises CodeKeyMissing; revoked twice, it stays revoked.
    """

    def deed() -> CodeKeyView:
        lock(_SPACE, programme_id)
        row = CodeKey.objects.filter(programme_id=programme_id, number=number).first()
        if row is None:
            raise CodeKeyMissing(number=number)
        if row.revoked_at is None:
            row.revoked_at = now_us()
            row.save(update_fields=["revoked_at"])
            audit.record(actor, "code_key_revoked", f"code key {number}")
            if _signing(programme_id) is None:
                _follow(programme_id, now_us(), actor)
                row.refresh_from_db()
        return key_view(row)

    return in_transaction(deed)


def rotate_when_due(programme_id: int) -> bool:
    """Make the next key some days before it signs, so that tills know it in time; whether one was made."""
    row = _signing(programme_id)
    if row is None or row.ends_at is not None:
        return False
    due = row.starts_at + _us(timedelta(days=KEY_DAYS))
    if now_us() < due - _us(timedelta(days=AHEAD_DAYS)):
        return False
    rotate_key(programme_id, "", clock.now() + timedelta(days=AHEAD_DAYS))
    return True


def programmes_with_keys() -> list[int]:
    """Programmes that have made codes."""
    return list(CodeKey.objects.order_by("programme_id").values_list("programme_id", flat=True).distinct())


def _signing(programme_id: int) -> CodeKey | None:
    now = now_us()
    rows = CodeKey.objects.filter(programme_id=programme_id, starts_at__lte=now, revoked_at=None)
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("-number").first()


def _first(programme_id: int) -> CodeKey:
    lock(_SPACE, programme_id)
    return _signing(programme_id) or _follow(programme_id, now_us(), "")


def _follow(programme_id: int, starts_at: int, actor: str) -> CodeKey:
    """Write a key that signs from an instant on; those before it end there, those that were to follow never begin."""
    lock(_SPACE, programme_id)
    rows = CodeKey.objects.filter(programme_id=programme_id)
    last = rows.order_by("-number").first()
    begun = Q(starts_at__lt=starts_at) | Q(starts_at__lte=now_us())
    rows.filter(begun, Q(ends_at=None) | Q(ends_at__gt=starts_at)).update(ends_at=starts_at)
    rows.filter(~begun, revoked_at=None).update(revoked_at=now_us(), ends_at=starts_at)
    row = CodeKey.objects.create(
        programme_id=programme_id,
        number=1 if last is None else last.number + 1,
        secret=encrypt(secrets.token_hex(32), KEY),
        starts_at=starts_at,
        made_at=now_us(),
        made_by=actor,
    )
    audit.record(actor, "code_key_made", f"code key {row.number}", {"starts_at": starts_at})
    return row


def _us(step: timedelta) -> int:
    return step // timedelta(microseconds=1)
