"""Keys of codes."""

from __future__ import annotations

import base64

from regulars.domain.verifications.models import KEY, CodeKey
from regulars.domain.verifications.policy.formats import public_key_of, secrets_of
from regulars.domain.verifications.policy.timing import STEP_SECONDS
from regulars.domain.verifications.types.codes import CodeKeyView, CodeSays, CodeSecrets
from regulars.platform.clock import from_us
from regulars.platform.encryption import decrypt
from regulars.platform.statements import Reading

_IN_USE = Reading(CodeKey, "WHERE programme_id = %s AND number = %s AND revoked_at IS NULL")
_STEP_US = STEP_SECONDS * 1_000_000


def list_code_keys(programme_id: int) -> list[CodeKeyView]:
    """All keys of a programme, newest first."""
    return [key_view(row) for row in CodeKey.objects.filter(programme_id=programme_id).order_by("-number")]


def secrets_for(programme_id: int, says: CodeSays) -> CodeSecrets | None:
    """The secrets by which a code must be signed; None where its key is unknown, revoked or of another time."""
    row = _IN_USE.first(programme_id, says.key)
    made_at = says.made_at * 1_000_000
    if row is None or made_at < row.starts_at - _STEP_US:
        return None
    if row.ends_at is not None and made_at >= row.ends_at + _STEP_US:
        return None
    return secrets_in(row)


def secrets_in(row: CodeKey) -> CodeSecrets:
    """The secrets of a key."""
    return secrets_of(bytes.fromhex(decrypt(row.secret, KEY)))


def key_view(row: CodeKey) -> CodeKeyView:
    """A row as others see it."""
    return CodeKeyView(
        number=row.number,
        public_key=base64.b64encode(public_key_of(secrets_in(row))).decode(),
        starts_at=from_us(row.starts_at),
        ends_at=None if row.ends_at is None else from_us(row.ends_at),
        revoked_at=None if row.revoked_at is None else from_us(row.revoked_at),
        made_by=row.made_by,
    )
