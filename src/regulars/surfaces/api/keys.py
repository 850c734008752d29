"""Who is asking: API keys as bearer tokens, and as the write key of the Segment protocol."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from regulars.domain.access.queries import authenticate_key
from regulars.domain.access.types import KeyIdentity
from regulars.domain.privacy.operations import note_looks
from regulars.domain.privacy.types import Look
from regulars.surfaces.api.errors import KeyMissing, ScopeMissing


class _Identified(HttpRequest):
    """A request that passed `Key`."""

    auth: KeyIdentity


class Key(HttpBearer):
    """Demands a key with a scope; an empty scope means any key."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> KeyIdentity:
        """Return who holds the key, or raise KeyMissing or ScopeMissing; who asks about a member has looked at them."""
        identity = demand_scope(identified(token), self.scope)
        match = request.resolver_match
        number = str(match.kwargs.get("member_id", "")) if match is not None else ""
        if number.isascii() and number.isdigit() and 0 < len(number) < 19:
            note(identity, [int(number)], str(match.route).rpartition("/")[2] if match else "")
        return identity


def note(identity: KeyIdentity, member_ids: Iterable[int], what: str) -> None:
    """Keep that the holder of a key looked at members."""
    who = f"{identity.label} ({identity.created_by})"
    note_looks(identity.programme_id, [Look(one, who, "api", what or "member") for one in member_ids])


def identified(raw: str) -> KeyIdentity:
    """Who holds the key; raises KeyMissing."""
    identity = authenticate_key(raw.strip()) if raw.isascii() else None
    if identity is None:
        raise KeyMissing
    return identity


def demand_scope(identity: KeyIdentity, scope: str) -> KeyIdentity:
    """The identity again, if its key may do this; raises ScopeMissing."""
    if scope and scope not in identity.scopes:
        raise ScopeMissing(scope=scope, held=", ".join(sorted(identity.scopes)))
    return identity


def key_of(request: HttpRequest) -> KeyIdentity:
    """Who holds the key of a request that passed `Key`."""
    return cast("_Identified", request).auth


def write_key(request: HttpRequest, body: object) -> str:
    """The write key of a Segment message: user name of basic authentication, else `writeKey` of the body."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode("ascii").partition(":")[0]
        except (binascii.Error, UnicodeDecodeError) as error:
            raise KeyMissing from error
    given = body.get("writeKey") if isinstance(body, dict) else None
    return given if isinstance(given, str) else ""
