"""Writing users and keys, and signing in and out."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.contrib import auth
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest

from regulars.domain.access import queries
from regulars.domain.access.errors import (
    ApiKeyMissing,
    OwnAccessRefused,
    PasswordWeak,
    RoleUnknown,
    ScopeUnknown,
    SignInFailed,
    TooManySignIns,
    UserExists,
    UserMissing,
)
from regulars.domain.access.models import ApiKey, SignInFailure, User
from regulars.domain.access.types import ROLES, SCOPES, NewKey, NewUser, UserIdentity
from regulars.platform import clock

_FAILURES_PER_NAME = 5
_FAILURES_PER_ADDRESS = 30
_FAILURES_COUNT_FOR = timedelta(minutes=15)
_COMMAND_LINE = "command line"


def create_user(new: NewUser) -> UserIdentity:
    """Create a person who can sign in; refuses an unknown role, a weak password and a name that is taken."""
    if new.role not in ROLES:
        raise RoleUnknown(role=new.role, known=list(ROLES))
    user = User(username=new.username, first_name=new.name, role=new.role, language=new.language)
    _set_password(user, new.password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise UserExists(username=new.username) from error
    return UserIdentity(user.pk, user.username, new.name or user.username, user.role, user.language)


def change_password(username: str, password: str) -> None:
    """Give a user another password, which ends their sessions; refuses an unknown name and a weak password."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UserMissing(user=username)
    _set_password(user, password)
    user.save(update_fields=["password"])


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordWeak(reasons=error.messages) from error
    user.set_password(password)


def change_role(user_id: int, role: str, by: int) -> None:
    """Give a user another role; refuses an unknown role, and to change one's own (an administrator must remain)."""
    if role not in ROLES:
        raise RoleUnknown(role=role, known=list(ROLES))
    user = _other_user(user_id, by)
    user.role = role
    user.save(update_fields=["role"])


def disable_user(user_id: int, by: int) -> None:
    """Keep a user from signing in and end what they have open; refuses to disable oneself."""
    user = _other_user(user_id, by)
    user.is_active = False
    user.save(update_fields=["is_active"])


def enable_user(user_id: int) -> None:
    """Let a disabled user sign in again."""
    if not User.objects.filter(pk=user_id).update(is_active=True):
        raise UserMissing(user=user_id)


def _other_user(user_id: int, by: int) -> User:
    if user_id == by:
        raise OwnAccessRefused(user=user_id)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UserMissing(user=user_id)
    return user


def set_language(user_id: int, language: str) -> None:
    """Remember the language in which a person wants the console."""
    User.objects.filter(pk=user_id).update(language=language)


def sign_in(request: HttpRequest, username: str, password: str) -> UserIdentity:
    """Check name and password and open a session.

    After five failures for a name, or thirty from an address, within a quarter of an hour further attempts are
    refused without looking at the password (TooManySignIns); otherwise a wrong one raises SignInFailed.
    """
    user = _checked(request, username, password, request.META.get("REMOTE_ADDR", ""))
    auth.login(request, user)
    return UserIdentity(user.pk, user.username, user.get_full_name() or user.username, user.role, user.language)


def confirm_person(username: str, password: str) -> UserIdentity:
    """Check name and password of somebody at the command line, as `sign_in` does, without opening a session."""
    user = _checked(None, username, password, _COMMAND_LINE)
    return UserIdentity(user.pk, user.username, user.get_full_name() or user.username, user.role, user.language)


def _checked(request: HttpRequest | None, username: str, password: str, address: str) -> User:
    name_hash = hashlib.sha256(username.casefold().encode()).digest()
    since = clock.now() - _FAILURES_COUNT_FOR
    recent = SignInFailure.objects.filter(failed_at__gt=since)
    if (
        recent.filter(username_hash=name_hash).count() >= _FAILURES_PER_NAME
        or recent.filter(address=address).count() >= _FAILURES_PER_ADDRESS
    ):
        raise TooManySignIns(minutes=_FAILURES_COUNT_FOR.seconds // 60)
    user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        SignInFailure.objects.create(username_hash=name_hash, address=address, failed_at=clock.now())
        raise SignInFailed
    SignInFailure.objects.filter(Q(username_hash=name_hash) | Q(failed_at__lte=since)).delete()
    return user


def sign_out(request: HttpRequest) -> None:
    """Close the session."""
    auth.logout(request)


def create_api_key(programme_id: int, label: str, scopes: Sequence[str], actor: str) -> NewKey:
    """Create a key; its text is in the answer and nowhere else afterwards. Refuses unknown scopes."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise ScopeUnknown(unknown=unknown, known=list(SCOPES))
    prefix = secrets.token_hex(6)
    text = f"{queries.KEY_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        prefix=prefix,
        secret_hash=queries.hash_secret(text),
        label=label,
        programme_id=programme_id,
        scopes=sorted(set(scopes)),
        created_at=clock.now(),
        created_by=actor,
    )
    return NewKey(id=row.pk, text=text)


def revoke_api_key(key_id: int) -> None:
    """End a key; other processes notice within ten seconds. Revoking twice changes nothing."""
    if not ApiKey.objects.filter(pk=key_id).exists():
        raise ApiKeyMissing(key=key_id)
    ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=clock.now())
    queries.forget_keys()
