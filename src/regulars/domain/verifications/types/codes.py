"""Codes that members show. Instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How somebody at a counter came to know whose benefit it is. The value is stored and appears in the API."""

    CODE = "code"
    VOUCHER = "voucher"
    HAND = "hand"


@dataclass(frozen=True)
class CodeSays:
    """What a member's code says. `made_at` is in seconds since 1970 UTC; `mark` names a benefit, `voucher` a voucher.

    `key` is the number of the key that signed it; `offline`: with a signature that a till can check by itself.
    """

    programme_id: int
    key: int
    member_id: int
    made_at: int
    nonce: bytes
    mark: bytes = b""
    voucher: int | None = None
    offline: bool = False


@dataclass(frozen=True)
class CodeSecrets:
    """The secrets of a key: one that only the installation can check, one that tills check by its public part."""

    shared: bytes = field(repr=False)
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class MemberCode:
    """A code to show now. `seconds` is how long it is shown before a new one is asked for."""

    text: str
    made_at: datetime
    valid_until: datetime
    seconds: int


@dataclass(frozen=True)
class CodeKeyView:
    """A key of codes. `ends_at` is when its successor takes over; `revoked_at`: its codes are good no longer."""

    number: int
    public_key: str
    starts_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None
    made_by: str


@dataclass(frozen=True)
class GrantCode:
    """The code of a grant that is handed out as a voucher; `code` is whole for whoever made it, else only its end."""

    number: int
    code: str
    member_id: int
    grant_id: int
    benefit: str
    made_at: datetime
    made_by: str
    withdrawn_at: datetime | None = None
    repeated: bool = False
