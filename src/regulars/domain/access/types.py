"""Roles, scopes, and who is asking."""

from dataclasses import dataclass
from datetime import datetime

ROLES = ("admin", "operator", "analyst", "service")

SCOPES = (
    "events:write",
    "members:read",
    "members:write",
    "ledger:read",
    "programmes:read",
    "programmes:write",
    "programmes:review",
    "programmes:publish",
    "segment:write",
    "partner:earn",
    "partner:burn",
    "partner:settle",
    "recoveries:write",
    "recoveries:approve",
    "corrections:write",
    "corrections:approve",
    "outbox:read",
    "replays:read",
    "replays:write",
    "insight:read",
    "insight:write",
    "predictions:read",
    "predictions:write",
    "tags:read",
    "tags:write",
    "verifications:read",
    "verifications:write",
    "verifications:reverse",
    "rewards:read",
    "rewards:write",
    "orders:write",
    "orders:fulfil",
    "vouchers:use",
    "benefits:read",
    "benefits:write",
    "benefits:use",
    "plans:read",
    "plans:write",
    "subscriptions:write",
    "identifiers:read",
    "identifiers:write",
    "consents:read",
    "consents:write",
    "privacy:read",
    "privacy:write",
    "data:read",
    "data:write",
    "duplicates:read",
    "duplicates:write",
)


@dataclass(frozen=True)
class UserIdentity:
    """A signed-in person."""

    id: int
    username: str
    name: str
    role: str
    language: str


@dataclass(frozen=True)
class KeyIdentity:
    """A program that showed a valid API key. Whoever created the key answers for what is done with it."""

    key_id: int
    label: str
    programme_id: int
    scopes: frozenset[str]
    created_by: str


@dataclass(frozen=True)
class KeyView:
    """An API key as a list shows it; the secret is not kept."""

    id: int
    prefix: str
    label: str
    programme_id: int
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class NewKey:
    """A key just created: the only moment its text is known."""

    id: int
    text: str


@dataclass(frozen=True)
class NewUser:
    """A person to create."""

    username: str
    password: str
    role: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class UserView:
    """A user as a list shows them."""

    identity: UserIdentity
    is_active: bool
    last_sign_in_at: datetime | None
