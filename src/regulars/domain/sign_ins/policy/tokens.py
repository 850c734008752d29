"""What a token of the operator's app must say: who it is for, who the member is, and that it is for once and now.

A token is a JSON Web Token (RFC 7519) signed by HMAC-SHA256 with the secret of an app key, which its header names as
`kid`. It says `aud` (`regulars:` and the programme's id), `sub` (an identifier of the member), `kind` (of which kind
it is, by default `external_id`), `iat`, `exp` (at most two minutes later) and `jti` (a new one for each token).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from regulars.domain.members.types import IdentifierKind
from regulars.domain.sign_ins.errors import EntryTokenInvalid
from regulars.domain.sign_ins.policy.limits import TOKEN_SECONDS

_ALGORITHMS = ["HS256"]
_LEEWAY_SECONDS = 30
_LONGEST_ID = 200
_OPTIONS: Any = {"require": ["aud", "sub", "iat", "exp", "jti"], "verify_exp": False, "verify_iat": False}


@dataclass(frozen=True)
class Entry:
    """A token that was read: who is meant, its number, and when it runs out."""

    kind: IdentifierKind
    identifier: str
    number: str
    ends_at: datetime


def audience_of(code: str) -> str:
    """For whom a programme's tokens are meant."""
    return f"regulars:{code}"


def key_of(token: str) -> str:
    """The key that a token says it is signed with; raises EntryTokenInvalid for what is no token."""
    try:
        found = jwt.get_unverified_header(token).get("kid")
    except jwt.PyJWTError as error:
        raise EntryTokenInvalid from error
    if not isinstance(found, str) or len(found) > _LONGEST_ID:
        raise EntryTokenInvalid
    return found


def read_entry(token: str, secret: str, audience: str, now: datetime) -> Entry:
    """The token's content; raises EntryTokenInvalid when it is not signed so, not for us, or not of now."""
    try:
        said = jwt.decode(token, secret, algorithms=_ALGORITHMS, audience=audience, options=_OPTIONS)
    except jwt.PyJWTError as error:
        raise EntryTokenInvalid from error
    since, until, instant = said["iat"], said["exp"], now.timestamp()
    if not (_is_number(since) and _is_number(until) and since <= until <= since + TOKEN_SECONDS):
        raise EntryTokenInvalid
    if not since - _LEEWAY_SECONDS <= instant < until + _LEEWAY_SECONDS:
        raise EntryTokenInvalid
    kind, identifier, number = said.get("kind", IdentifierKind.EXTERNAL_ID.value), said["sub"], said["jti"]
    texts = isinstance(identifier, str) and isinstance(number, str) and 0 < len(number) <= _LONGEST_ID
    if not texts or kind not in set(IdentifierKind):
        raise EntryTokenInvalid
    return Entry(IdentifierKind(kind), identifier, number, datetime.fromtimestamp(until + _LEEWAY_SECONDS, UTC))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
