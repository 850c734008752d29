"""Who is asking, and the lists that an administrator sees."""

import hashlib
import hmac
import threading
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from regulars.domain.access.models import ApiKey, User
from regulars.domain.access.types import KeyIdentity, KeyView, UserIdentity, UserView
from regulars.platform import clock

KEY_MARK = "rgl"
_KEPT_FOR = timedelta(seconds=10)
_KEPT_MOST = 1_000
_USE_NOTED_EVERY = timedelta(minutes=5)

_kept: dict[bytes, tuple[datetime, KeyIdentity]] = {}
_kept_lock = threading.Lock()


def hash_secret(raw: str) -> bytes:
    """What is stored of a key. The secret is 32 random bytes, so one plain SHA-256 is enough."""
    return hashlib.sha256(raw.encode()).digest()


def authenticate_key(raw: str) -> KeyIdentity | None:
    """The identity behind a key as its owner sent it, or None when it is unknown or revoked.

    Answers are kept for ten seconds per process: a revoked key stops working within that time.
    """
    digest = hash_secret(raw)
    kept = _kept.get(digest)
    instant = clock.now()
    if kept is not None and kept[0] <= instant < kept[0] + _KEPT_FOR:
        return kept[1]
    identity = _look_up(raw, digest, instant)
    with _kept_lock:
        if identity is None:
            _kept.pop(digest, None)
        else:
            if len(_kept) >= _KEPT_MOST:
                _kept.clear()
            _kept[digest] = (instant, identity)
    return identity


def forget_keys() -> None:
    """Forget kept answers in this process, so that a change is seen at once."""
    with _kept_lock:
        _kept.clear()


def _look_up(raw: str, digest: bytes, instant: datetime) -> KeyIdentity | None:
    mark, _, rest = raw.partition("_")
    prefix = rest.partition("_")[0]
    if mark != KEY_MARK:
        return None
    row = ApiKey.objects.filter(prefix=prefix, revoked_at=None).first()
    if row is None or not hmac.compare_digest(bytes(row.secret_hash), digest):
        return None
    if row.last_used_at is None or row.last_used_at < instant - _USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=instant)
    return KeyIdentity(row.pk, row.label, row.programme_id, frozenset(row.scopes), row.created_by)


def identity_of(user: AbstractBaseUser | AnonymousUser) -> UserIdentity | None:
    """The signed-in person behind `request.user`, or None."""
    return _identity(user) if isinstance(user, User) and user.is_active else None


def list_users() -> list[UserView]:
    """All users by name."""
    return [
        UserView(_identity(user), is_active=user.is_active, last_sign_in_at=user.last_login)
        for user in User.objects.order_by("username")
    ]


def list_api_keys(programme_id: int) -> list[KeyView]:
    """The keys of a programme, newest first, revoked ones included."""
    return [
        KeyView(
            id=row.pk,
            prefix=f"{KEY_MARK}_{row.prefix}",
            label=row.label,
            programme_id=row.programme_id,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in ApiKey.objects.filter(programme_id=programme_id).order_by("-created_at", "-pk")
    ]


def _identity(user: User) -> UserIdentity:
    return UserIdentity(user.pk, user.username, user.get_full_name() or user.username, user.role, user.language)
