"""Keys with which the operator's app signs tokens for its members."""

from __future__ import annotations

import secrets

from django.db import transaction

from regulars.domain.sign_ins.errors import AppKeyMissing
from regulars.domain.sign_ins.models import SECRET, AppKey
from regulars.domain.sign_ins.types import NewAppKey
from regulars.platform import audit, clock
from regulars.platform.encryption import encrypt

_LONGEST_LABEL = 100


@transaction.atomic
def create_app_key(programme_id: int, label: str, actor: str) -> NewAppKey:
    """Create a key; its secret is in the answer and is shown to nobody afterwards."""
    key_id, secret = f"app_{secrets.token_hex(6)}", secrets.token_urlsafe(48)
    AppKey.objects.create(
        programme_id=programme_id,
        key_id=key_id,
        label=label[:_LONGEST_LABEL],
        secret=encrypt(secret, SECRET),
        created_at=clock.now_us(),
        created_by=actor,
    )
    audit.record(actor, "app_key_created", f"app key {key_id}", {"label": label[:_LONGEST_LABEL]})
    return NewAppKey(key_id, secret)


@transaction.atomic
def revoke_app_key(programme_id: int, key_id: str, actor: str) -> None:
    """End a key at once; sessions that it opened go on. Revoking twice changes nothing. Raises AppKeyMissing."""
    rows = AppKey.objects.filter(programme_id=programme_id, key_id=key_id)
    if not rows.exists():
        raise AppKeyMissing(key=key_id[:40])
    if rows.filter(revoked_at=None).update(revoked_at=clock.now_us()):
        audit.record(actor, "app_key_revoked", f"app key {key_id}")
