"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class SignInFailed(Forbidden):
    """No active user with this name and password."""

    code = "sign_in_failed"


class TooManySignIns(Forbidden):
    """Too many failures for this name or from this address; `minutes` says when to try again."""

    code = "too_many_sign_ins"


class PermissionDenied(Forbidden):
    """The role does not include this permission."""

    code = "permission_denied"


class RoleUnknown(Invalid):
    """There is no such role."""

    code = "role_unknown"


class ScopeUnknown(Invalid):
    """There is no such scope."""

    code = "scope_unknown"


class PasswordWeak(Invalid):
    """The password is too short, too common or too close to the name."""

    code = "password_weak"


class UserExists(Conflict):
    """The name is taken."""

    code = "user_exists"


class ApiKeyMissing(Missing):
    """There is no such key."""

    code = "api_key_missing"


class UserMissing(Missing):
    """There is no such user."""

    code = "user_missing"


class OwnAccessRefused(Refused):
    """Nobody changes their own role or disables themselves, so that an administrator remains."""

    code = "own_access_refused"
