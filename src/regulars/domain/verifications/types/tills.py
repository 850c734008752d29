"""Tills, what they did without a network, and what came of it. Instants are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class NewTill:
    """A till to register. `public_key` is its Ed25519 key in base64; empty: a pair is made for it."""

    code: str
    name: str
    store: str
    actor: str
    public_key: str = ""


@dataclass(frozen=True)
class TillView:
    """A till. `last_number` is the highest number it has settled; `waiting` are its conflicts that nobody resolved."""

    code: str
    name: str
    store: str
    public_key: str
    registered_at: datetime
    registered_by: str
    revoked_at: datetime | None
    last_number: int
    settled_at: datetime | None
    waiting: int = 0


@dataclass(frozen=True)
class RegisteredTill:
    """A till just registered; `private_key` is in base64, told here and never again, empty if the till has its own."""

    till: TillView
    private_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class OfflineUse:
    """A use that a till made without a network, under its own number."""

    number: int
    code: str = field(repr=False)
    used_at: datetime
    benefit: str = ""
    order_id: str = ""
    amount_minor: int | None = None


@dataclass(frozen=True)
class Settlement:
    """Uses that a till settles. `body` is what it signed, as it was sent, and `signature` its signature in base64."""

    till: str
    body: bytes = field(repr=False)
    signature: str
    uses: tuple[OfflineUse, ...]
    actor: str


class TillState(StrEnum):
    """What became of a use of a till. The value is stored and appears in the API."""

    SETTLED = "settled"
    CONFLICT = "conflict"
    CLOSED = "closed"


@dataclass(frozen=True)
class TillUseView:
    """A use that a till settled, or could not settle: `problem` and `params` are the refusal's.

    `verification` is the number of the verification that was made of it. A conflict is closed by somebody who says
    why, or settled by trying again.
    """

    id: int
    till: str
    store: str
    number: int
    state: TillState
    used_at: datetime
    received_at: datetime
    benefit: str
    order_id: str
    problem: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    verification: int | None = None
    member_id: int | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_why: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class Settled:
    """What came of a settlement: its uses in the order in which they were sent, and numbers of the till not seen yet.

    `missing` are at most a hundred of the numbers below the highest that never arrived.
    """

    uses: tuple[TillUseView, ...]
    missing: tuple[int, ...]
